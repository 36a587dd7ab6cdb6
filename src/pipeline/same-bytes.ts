import { QuenError } from '../core/errors.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import type { ExtractionPorts } from '../core/ports.ts';

/** The bytes of a photo extracted before; throws `PHOTO_UNREADABLE` where they are not those that were extracted. */
export async function sameBytes(
  { photo, sha256 }: Pick<ExtractedPhoto, 'photo' | 'sha256'>,
  ports: Pick<ExtractionPorts, 'read'>,
): Promise<Uint8Array> {
  const file = await ports.read(photo);
  if (file.sha256 === sha256) return file.bytes;
  throw new QuenError(
    'PHOTO_UNREADABLE',
    `${photo.name} has changed since its faces were found. Run the command again.`,
  );
}
