import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { isBundleFile, readBundle } from '../../adapters/files/bundle-store.ts';
import { readGallery } from '../../adapters/files/gallery-store.ts';
import type { Bundle } from '../../bundle/bundle.ts';
import { QuenError } from '../../core/errors.ts';
import type { GalleryToImport } from '../../pipeline/collections/import-gallery.ts';

/**
 * What a service makes of the heads in a file: it has none; they are the class mean, which the service computes itself, anew after every change;
 * or others, which take no part.
 */
export type ImportedHeads = 'none' | 'class-mean' | 'passed-over';

/** A file of people, read. */
export interface ReadBundle extends GalleryToImport {
  readonly heads: ImportedHeads;
}

/** Reads a gallery of `enrol`, or of a bundle of `train` its gallery. Throws `GALLERY_FORMAT`, `BUNDLE_FORMAT` and `BUNDLE_VERSION`. */
export async function readBundleToImport(path: string, name: string | undefined): Promise<ReadBundle> {
  const bundle = (await isBundleFile(path)) ? await readBundle(path) : undefined;
  const gallery = bundle?.gallery ?? (await readGallery(path));
  const heads = bundle === undefined ? 'none' : headsIn(bundle);
  const rule = heads === 'class-mean' ? 'mean' : gallery.nonMated.rule;
  const origin = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  return { gallery, origin, rule, heads, name: name ?? basename(path, extname(path)) };
}

/** A class mean that also rejects scores as the rule `mean` does, as long as strangers are no class of it. */
function headsIn({ heads: [first, ...others], decision, gallery }: Bundle): ImportedHeads {
  const isMean = first?.snapshot.head === 'class-mean' && others.length === 0;
  const isOfPeople = first?.snapshot.columnCount === gallery.identities.length;
  return isMean && isOfPeople && decision.rejection === 'head' ? 'class-mean' : 'passed-over';
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
