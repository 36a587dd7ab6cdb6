import { isBundleFile, readBundle } from '../adapters/files/bundle-store.ts';
import { readGallery } from '../adapters/files/gallery-store.ts';
import { createSession } from '../adapters/onnx/session.ts';
import { QuenError } from '../core/errors.ts';
import { restoreHead } from '../heads/restore-head.ts';
import { trainHeadsInTurn } from '../heads/train-heads.ts';
import type { Recogniser } from '../pipeline/recogniser.ts';
import { type IndexAsked, indexOf, type OpenRecogniser, openIndexed } from './indexes/open-indexed.ts';
import { recogniserOf, recogniserOfHeads } from './rejection.ts';

/** How a file of people is opened. */
export interface OpeningOptions extends IndexAsked {
  readonly databaseUrl?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a gallery of `enrol` or a bundle of `train`. Throws `GALLERY_FORMAT`, `GALLERY_INDEX_MISMATCH`, `BUNDLE_FORMAT`, `BUNDLE_VERSION`,
 * `REJECTOR_EVIDENCE`, and `DATABASE_*` for an index in a database.
 */
export async function openRecogniser(path: string, options: OpeningOptions = {}): Promise<OpenRecogniser> {
  if (await isBundleFile(path)) return ofNothingElse(await openBundle(path, options));
  const gallery = await readGallery(path);
  const stamp = indexOf(gallery, path, options);
  if (stamp === undefined) return ofNothingElse(await recogniserOf(gallery, options.signal));
  const { databaseUrl, signal } = options;
  return await openIndexed(gallery, stamp, { gallery: path, databaseUrl, signal });
}

async function openBundle(path: string, { stamp }: OpeningOptions): Promise<Recogniser> {
  if (stamp !== undefined) {
    const message = `${path} names by trained heads, which no index serves. Leave out --index, or take a gallery of 'quen enrol'.`;
    throw new QuenError('CONFIG_INVALID', message);
  }
  const { gallery, heads, decision, nonMatedHead, matedHead } = await readBundle(path);
  const open = (graph: Uint8Array) => createSession(graph, { threads: 1 });
  const tools = { open, train: trainHeadsInTurn(open) };
  const restored = heads.map(({ weight, snapshot }) => ({
    weight,
    head: restoreHead(snapshot, tools),
  }));
  const trained = {
    heads: restored,
    networks: gallery.embedders.map(({ name }) => name),
    rejection: decision.rejection,
    nonMated: nonMatedHead ?? gallery.nonMated,
    ...(matedHead && { mated: matedHead }),
  };
  return await recogniserOfHeads(gallery, trained, { rejector: decision.rejector });
}

function ofNothingElse(recogniser: Recogniser): OpenRecogniser {
  return { recogniser, [Symbol.asyncDispose]: async () => undefined };
}
