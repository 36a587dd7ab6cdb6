import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { isBundleFile, readBundle } from '../../adapters/files/bundle-store.ts';
import { readGallery } from '../../adapters/files/gallery-store.ts';
import { QuenError } from '../../core/errors.ts';
import type { GalleryToImport } from '../../pipeline/collections/import-gallery.ts';

/** A file of people, read. */
export interface ReadBundle extends GalleryToImport {
  /** Whether it holds heads, which take no part in a service. */
  readonly hasHeads: boolean;
}

/** Reads a gallery of `enrol`, or of a bundle of `train` its gallery. Throws `GALLERY_FORMAT`, `BUNDLE_FORMAT` and `BUNDLE_VERSION`. */
export async function readBundleToImport(path: string, name: string | undefined): Promise<ReadBundle> {
  const hasHeads = await isBundleFile(path);
  const gallery = hasHeads ? (await readBundle(path)).gallery : await readGallery(path);
  const origin = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  return { gallery, origin, hasHeads, name: name ?? basename(path, extname(path)) };
}

/** The networks that a file of people needs, as options of the service. */
export function networksOf({ gallery }: Pick<ReadBundle, 'gallery'>): {
  readonly networks: string[];
  readonly detector?: string;
} {
  return {
    networks: gallery.embedders.map(({ name }) => name),
    ...(gallery.detector && { detector: gallery.detector.name }),
  };
}

/** Throws `GALLERY_NETWORK_MISMATCH` for networks other than the file's, before any is loaded. */
export function assertNetworksOf({ gallery, name }: ReadBundle, asked: readonly string[]): void {
  const { networks } = networksOf({ gallery });
  if (networks.join(' ') === asked.join(' ')) return;
  const message = `The gallery for '${name}' was made with the networks ${networks.join(' ')}, not with ${asked.join(' ')}. Leave out --network.`;
  throw new QuenError('GALLERY_NETWORK_MISMATCH', message);
}
