import { open } from 'node:fs/promises';
import type { Bundle } from '../../bundle/bundle.ts';
import { BUNDLE_MAGIC, decodeBundle, encodeBundle } from '../../bundle/bundle-file.ts';
import { QuenError } from '../../core/errors.ts';
import { readSealed, writeSealed } from './sealed-file.ts';

/**
 * Writes a bundle and the SHA-256 of its bytes after it. It holds names and embeddings: personal data, readable by its
 * owner alone. Throws `BUNDLE_FORMAT` for one that could not be read again, and `OUTPUT_*`.
 */
export async function writeBundle(path: string, bundle: Bundle): Promise<void> {
  await writeSealed(path, encodeBundle(bundle));
}

/** Reads a bundle written by {@link writeBundle}. Throws `BUNDLE_FORMAT` for anything else, and `BUNDLE_VERSION`. */
export async function readBundle(path: string): Promise<Bundle> {
  const bytes = await readSealed(path, (reason, cause) => {
    const message =
      reason === undefined
        ? `${path} is not a bundle, is cut short, or was changed. Copy it again, or make it again with 'quen train'.`
        : `The bundle ${path} cannot be read: ${reason}. Check its path.`;
    return new QuenError('BUNDLE_FORMAT', message, { cause });
  });
  return decodeBundle(bytes, path);
}

/** Whether a file begins as a bundle does; false too where it cannot be read. */
export async function isBundleFile(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'r');
    const { buffer } = await file.read(Buffer.alloc(BUNDLE_MAGIC.length), 0, BUNDLE_MAGIC.length, 0);
    return buffer.toString('latin1') === BUNDLE_MAGIC;
  } catch {
    return false;
  }
}
