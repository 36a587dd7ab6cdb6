import { QuenError } from '../../core/errors.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { decodeGallery, encodeGallery } from '../../gallery/gallery-file.ts';
import { readSealed, writeSealed } from './sealed-file.ts';

/** Writes a gallery and the SHA-256 of its bytes after it. Throws `OUTPUT_*`. */
export async function writeGallery(path: string, gallery: Gallery): Promise<void> {
  await writeSealed(path, encodeGallery(gallery));
}

/** Reads a gallery written by {@link writeGallery}. Throws `GALLERY_FORMAT` for anything else. */
export async function readGallery(path: string): Promise<Gallery> {
  const bytes = await readSealed(path, (reason, cause) => {
    const message =
      reason === undefined
        ? `${path} is not a gallery, is cut short, or was changed. Make it again with 'quen enrol'.`
        : `The gallery ${path} cannot be read: ${reason}. Check its path.`;
    return new QuenError('GALLERY_FORMAT', message, { cause });
  });
  return decodeGallery(bytes, path);
}
