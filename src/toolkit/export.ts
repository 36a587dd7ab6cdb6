import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readBundle } from '../adapters/files/bundle-store.ts';
import { prepareOutputFolder, writeFileWhole } from '../adapters/files/write-file.ts';
import { NetworkStore } from '../adapters/network-store/network-store.ts';
import { weightsId } from '../adapters/network-store/prepared-networks.ts';
import type { Bundle, BundleNetwork } from '../bundle/bundle.ts';
import { galleryGraph } from '../bundle/gallery-graph.ts';
import { QuenError } from '../core/errors.ts';
import { headGraph } from '../heads/head-graph.ts';
import type { NetworkCard } from '../networks/card.ts';
import { type ExportDescription, exportDescription, type GraphFile } from './export-description.ts';
import { type ExportOptions, exportOptionsSchema } from './export-options.ts';
import { thresholdOf } from './identify.ts';
import { parseOptions } from './parse-options.ts';

/** What was exported. */
export interface ExportedHeads {
  /** Names of the files in the folder: a graph for each head, that of the templates where they reject, the description. */
  readonly files: readonly string[];
  /** What `export.json` says. */
  readonly description: ExportDescription;
}

/**
 * Writes the heads of a bundle as ONNX files, and `export.json` last, which says how they are used. The files hold what
 * was learnt of people: they are personal data. Throws `CONFIG_INVALID`, `BUNDLE_*`, `NETWORK_UNKNOWN`,
 * `GALLERY_NETWORK_MISMATCH` where a card is of another file than the bundle's, and `OUTPUT_*`.
 */
export async function exportHeads(options: ExportOptions): Promise<ExportedHeads> {
  const { bundle: path, out, fpir } = parseOptions(exportOptionsSchema, options);
  const bundle = await readBundle(path);
  const rejection = exportableRejection(bundle, path);
  const cards = await cardsOf(bundle.manifest.networks);
  const graphs = graphsOf(bundle);
  const threshold = thresholdOf({ nonMated: bundle.nonMatedHead ?? bundle.gallery.nonMated }, fpir);
  const description = exportDescription({
    bundle,
    rejection,
    cards,
    threshold,
    graphs: graphs.map(({ file }) => file),
  });
  await prepareOutputFolder(out);
  for (const { file, bytes } of graphs) await writeFileWhole(join(out, file.name), bytes);
  await writeFileWhole(join(out, DESCRIPTION), `${JSON.stringify(description, null, 2)}\n`);
  return { files: [...graphs.map(({ file }) => file.name), DESCRIPTION], description };
}

const DESCRIPTION = 'export.json';

/** Throws `CONFIG_INVALID` for a bundle that rejects by more than its graphs can say. */
function exportableRejection(
  { decision: { rejection, rejector } }: Bundle,
  path: string,
): 'head' | 'gallery' {
  if (rejection !== 'rejector') return rejection;
  const message = `${path} rejects by '${rejector}', which has no ONNX file. Train a bundle without --rejector to export it.`;
  throw new QuenError('CONFIG_INVALID', message);
}

function graphsOf({ heads, decision, gallery }: Bundle): { file: GraphFile; bytes: Uint8Array }[] {
  const ofHeads = heads.map(({ snapshot }, place) => graphOf(`head-${place + 1}.onnx`, headGraph(snapshot)));
  return decision.rejection === 'head'
    ? ofHeads
    : [...ofHeads, graphOf('templates.onnx', galleryGraph(gallery))];
}

function graphOf(name: string, bytes: Uint8Array): { file: GraphFile; bytes: Uint8Array } {
  return { file: { name, sha256: createHash('sha256').update(bytes).digest('hex') }, bytes };
}

async function cardsOf(networks: readonly BundleNetwork[]): Promise<NetworkCard[]> {
  const store = new NetworkStore();
  return await Promise.all(
    networks.map(async ({ name, sha256 }) => {
      const card = await store.card(name);
      if (weightsId(card) === sha256) return card;
      const message = `The bundle was made with another file of ${name} than its card here names. Use the card that the bundle was made with, or train again.`;
      throw new QuenError('GALLERY_NETWORK_MISMATCH', message);
    }),
  );
}
