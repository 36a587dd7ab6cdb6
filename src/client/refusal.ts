/** A request that a service refused; the message is the service's own detail. */
export class QuenRefusal extends Error {
  /** HTTP status. */
  readonly status: number;
  /** A code of `docs/errors.md`, or one of the refusals of `docs/api.md`. */
  readonly code: string;

  /** @param status HTTP status @param code title of the problem @param detail what is told */
  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.name = 'QuenRefusal';
    this.status = status;
    this.code = code;
  }
}

/** What a request was answered with. Throws {@link QuenRefusal}, and what `fetch` throws where nothing answers. */
export async function answered<T>(
  request: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await request;
  if (data !== undefined) return data;
  const { title = `HTTP_${response.status}`, detail = response.statusText } = (error ?? {}) as {
    title?: string;
    detail?: string;
  };
  throw new QuenRefusal(response.status, title, detail);
}
