/** A request that was not answered with what was asked for. */
export interface Refusal {
  /** HTTP status; 0 where nothing answered. */
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

/** The refusal in what was thrown; what is none has status 0. */
export function refusalOf(cause: unknown): Refusal {
  if (isRefusal(cause)) return cause;
  return { status: 0, code: 'OFFLINE', detail: cause instanceof Error ? cause.message : String(cause) };
}

/** The refusal in the body of an answer (RFC 9457), whatever it holds. */
export function refusalIn(status: number, body: unknown): Refusal {
  const { title, detail } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  return {
    status,
    code: typeof title === 'string' ? title : 'UNFORESEEN',
    detail: typeof detail === 'string' ? detail : `HTTP ${status}`,
  };
}

function isRefusal(cause: unknown): cause is Refusal {
  return (
    typeof cause === 'object' && cause !== null && 'status' in cause && 'code' in cause && 'detail' in cause
  );
}
