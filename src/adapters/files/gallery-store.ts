import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { QuenError } from '../../core/errors.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { decodeGallery, encodeGallery } from '../../gallery/gallery-file.ts';
import { faultReason } from './fault-reason.ts';
import { writeFileWhole } from './write-file.ts';

const DIGEST_BYTES = 32;

/** Writes a gallery and the SHA-256 of its bytes after it. Throws `OUTPUT_*`. */
export async function writeGallery(path: string, gallery: Gallery): Promise<void> {
  const bytes = encodeGallery(gallery);
  await writeFileWhole(path, [bytes, digest(bytes)]);
}

/** Reads a gallery written by {@link writeGallery}. Throws `GALLERY_FORMAT` for anything else. */
export async function readGallery(path: string): Promise<Gallery> {
  const file = await readFile(path).catch((cause: unknown) => {
    const message = `The gallery ${path} cannot be read: ${faultReason(cause)}. Check its path.`;
    throw new QuenError('GALLERY_FORMAT', message, { cause });
  });
  const bytes = file.subarray(0, Math.max(0, file.length - DIGEST_BYTES));
  if (!digest(bytes).equals(file.subarray(bytes.length))) {
    const message = `${path} is not a gallery, is cut short, or was changed. Make it again with 'quen enrol'.`;
    throw new QuenError('GALLERY_FORMAT', message);
  }
  return decodeGallery(bytes, path);
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
