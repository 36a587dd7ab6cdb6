/** How often a busy service is asked again. */
const ATTEMPTS = 12;
const BUSY = new Set([429, 503]);

/** Asks a service, with a key where there is one; one that is busy is asked again when it says so. */
export function patientFetch(keyOf: () => string | undefined): (request: Request) => Promise<Response> {
  return async (request) => {
    const key = keyOf();
    if (key !== undefined) request.headers.set('authorization', `Bearer ${key}`);
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(request.clone());
      if (!BUSY.has(response.status) || attempt === ATTEMPTS) return response;
      await pause(Number(response.headers.get('retry-after') ?? 1) * 1000, request.signal);
    }
  };
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
