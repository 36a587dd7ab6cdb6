import type { Context } from 'hono';
import { QuenError } from '../../core/errors.ts';

/** The body of a request as it came. Throws `CONFIG_INVALID` for an empty one. */
export async function bodyBytes(context: Context): Promise<Uint8Array> {
  const bytes = new Uint8Array(await context.req.arrayBuffer());
  if (bytes.length > 0) return bytes;
  throw new QuenError('CONFIG_INVALID', 'The request has no body; send the file of a photo.');
}
