import { QuenError } from '../../core/errors.ts';

/** Fetches a file of known size over HTTPS. Throws `NETWORK_UNREACHABLE`, and `NETWORK_CHECKSUM` when it is larger. */
export async function fetchUrl(url: string, maxBytes: number): Promise<Uint8Array> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw unreachable(url, cause instanceof Error ? cause.message : String(cause), cause);
  });
  if (!response.ok || response.body === null) throw unreachable(url, `status ${response.status}`, undefined);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new QuenError(
        'NETWORK_CHECKSUM',
        `${url} sends more than the ${maxBytes} bytes its card states.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function unreachable(url: string, why: string, cause: unknown): QuenError {
  return new QuenError('NETWORK_UNREACHABLE', `${url} cannot be fetched: ${why}. Check the network.`, {
    cause,
  });
}
