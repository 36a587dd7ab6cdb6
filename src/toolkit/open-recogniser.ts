import { isBundleFile, readBundle } from '../adapters/files/bundle-store.ts';
import { readGallery } from '../adapters/files/gallery-store.ts';
import { createSession } from '../adapters/onnx/session.ts';
import { restoreHead } from '../heads/restore-head.ts';
import { trainHeadsInTurn } from '../heads/train-heads.ts';
import type { Recogniser } from '../pipeline/recogniser.ts';
import { recogniserOf, recogniserOfHeads } from './rejection.ts';

/** Opens a gallery of `enrol` or a bundle of `train`. Throws `GALLERY_FORMAT`, `BUNDLE_FORMAT`, `BUNDLE_VERSION` and `REJECTOR_EVIDENCE`. */
export async function openRecogniser(path: string): Promise<Recogniser> {
  if (!(await isBundleFile(path))) return await recogniserOf(await readGallery(path));
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
