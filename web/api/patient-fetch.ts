/** How often a busy service is asked again. */
const ATTEMPTS = 12;
const BUSY = new Set([429, 503]);

/** The key requests are made with. */
export interface KeyHolder {
  /** The key at the time of a request. */
  readonly key: () => string | undefined;
  /** Told of a key that the service does not accept, or accepts no more. */
  readonly onRefused: (key: string) => void;
}

/** Asks a service, with a key where there is one; one that is busy is asked again when it says so. */
export function patientFetch(holder: KeyHolder): (request: Request) => Promise<Response> {
  return async (request) => {
    const key = holder.key();
    if (key !== undefined) request.headers.set('authorization', `Bearer ${key}`);
    const response = await untilFree(request);
    if (response.status === 401 && key !== undefined) holder.onRefused(key);
    return response;
  };
}

async function untilFree(request: Request): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(request.clone());
    if (!BUSY.has(response.status) || attempt === ATTEMPTS) return response;
    await pause(Number(response.headers.get('retry-after') ?? 1) * 1000, request.signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
