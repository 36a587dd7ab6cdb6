/** How a busy service is asked again. */
export interface PatientFetchOptions {
  /** Sent with each request as `Authorization: Bearer`. */
  readonly key?: string;
  /** Milliseconds in which a request that is refused for load is sent again; 60,000 by default, 0 for never. */
  readonly patienceMs?: number;
  /** Instead of the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

const PATIENCE_MS = 60_000;
/** Too many requests, and as much in work or waiting as may be. */
const BUSY = new Set([429, 503]);

/** A `fetch` that sends a key, and asks a busy service again when it says so (`Retry-After`). */
export function patientFetch({
  key,
  patienceMs = PATIENCE_MS,
  fetch: send = (request) => fetch(request),
}: PatientFetchOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    if (key !== undefined) request.headers.set('authorization', `Bearer ${key}`);
    const end = Date.now() + patienceMs;
    for (;;) {
      const response = await send(request.clone());
      const waitMs = 1000 * Number(response.headers.get('retry-after') ?? 1);
      if (!BUSY.has(response.status) || !(Date.now() + waitMs <= end)) return response;
      await response.body?.cancel();
      await pause(waitMs, request.signal);
    }
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
