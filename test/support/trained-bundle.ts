import { join } from 'node:path';
import { writeBundle } from '../../src/adapters/files/bundle-store.ts';
import { NetworkStore } from '../../src/adapters/network-store/network-store.ts';
import type { Bundle, BundleRejection } from '../../src/bundle/bundle.ts';
import { unitRows } from '../../src/heads/classed-rows.ts';
import type { Head, Strangers } from '../../src/heads/head.ts';
import { MADE_GALLERY } from './made-bundle.ts';
import { madeCard } from './made-card.ts';
import { madeTrainingSet } from './made-embeddings.ts';

/** What a bundle is made of. */
export interface BundleParts {
  readonly heads: readonly { readonly weight: number; readonly head: Pick<Head, 'fit' | 'snapshot'> }[];
  readonly rejection: BundleRejection;
  readonly strangers?: Strangers;
}

const PHOTO_COUNTS = [3, 1, 2, 4];

/** Number of people in a trained bundle. */
export const PEOPLE_COUNT = PHOTO_COUNTS.length;

/** What heads of a trained bundle learn from, strangers aside. */
export const BUNDLE_SET = madeTrainingSet(PHOTO_COUNTS);

/** Fits heads on made photos of four people, and gives the bundle of them; strangers reach 0.5 at most. */
export async function trainedBundle({ heads, rejection, strangers }: BundleParts): Promise<Bundle> {
  const set = { ...BUNDLE_SET, ...(strangers && { strangers }) };
  for (const { head } of heads) await head.fit(set, 7);
  const card = cardOf(set.rows.cols);
  const stamp = { name: card.name, sha256: card.weights.files[0].sha256 ?? '' };
  const { detector: _, ...gallery } = MADE_GALLERY;
  const people = Array.from({ length: 200 }, (_, person) => [person / 400]);
  return {
    manifest: {
      quen: '0.1.0',
      networks: [{ ...stamp, task: 'embedder', licence: card.licence, source: 'made up' }],
      views: { count: 0, seed: 7 },
      training: {},
      validation: [],
    },
    gallery: {
      ...gallery,
      embedders: [stamp],
      identities: set.identities,
      faces: [...set.identityOf].map((identity) => ({ ...MADE_GALLERY.faces[0], identity })),
      templates: unitRows(set.rows),
      nonMated: { rule: 'blend', setOn: 'strangers', people },
    },
    heads: heads.map(({ weight, head }) => ({ weight, snapshot: head.snapshot() })),
    decision: { rejection },
    nonMatedHead: { setOn: 'strangers', people },
  };
}

/** Writes a bundle into a folder, and the card of its network into the cache that `QUEN_CACHE` names. @returns its path */
export async function writeTrained(folder: string, bundle: Bundle): Promise<string> {
  await new NetworkStore().add(cardOf(bundle.gallery.templates.cols));
  const path = join(folder, 'people.quen');
  await writeBundle(path, bundle);
  return path;
}

function cardOf(dimension: number) {
  const card = madeCard(Uint8Array.of(1, 2, 3), [{ kind: 'file', path: 'made.onnx' }]);
  return { ...card, output: { name: 'output', dimension } };
}
