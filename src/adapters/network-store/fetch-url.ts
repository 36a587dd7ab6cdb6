import { QuenError } from '../../core/errors.ts';

/** A server that sends nothing for as long as this is given up. */
const IDLE_TIMEOUT_MS = 30_000;

/**
 * Fetches a file of known size over HTTPS. Throws `NETWORK_UNREACHABLE`, also for a transfer that breaks off or stands still,
 * and `NETWORK_CHECKSUM` for a larger file.
 */
export async function fetchUrl(
  url: string,
  maxBytes: number,
  idleTimeoutMs: number = IDLE_TIMEOUT_MS,
): Promise<Uint8Array> {
  const stalled = new AbortController();
  const giveUp = (): void => stalled.abort(new Error(`nothing came for ${idleTimeoutMs / 1000} s`));
  const timer = setTimeout(giveUp, idleTimeoutMs);
  try {
    const response = await fetch(url, { signal: stalled.signal });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    return await readBody(response.body, url, maxBytes, () => timer.refresh());
  } catch (cause) {
    if (cause instanceof QuenError) throw cause;
    throw new QuenError(
      'NETWORK_UNREACHABLE',
      `${url} cannot be fetched: ${reason(cause)}. Check the network.`,
      {
        cause,
      },
    );
  } finally {
    clearTimeout(timer);
  }
}

async function readBody(
  body: AsyncIterable<Uint8Array>,
  url: string,
  maxBytes: number,
  onChunk: () => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    onChunk();
    length += chunk.length;
    if (length > maxBytes) {
      const message = `${url} sends more than the ${maxBytes} bytes its card states.`;
      throw new QuenError('NETWORK_CHECKSUM', message);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Node says only 'fetch failed' and hides the reason one deeper. */
function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message || cause.message : cause.message;
}
