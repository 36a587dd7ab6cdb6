import { createHash } from 'node:crypto';
import { engineVersions } from '../../adapters/engine-versions.ts';
import { weightsId } from '../../adapters/network-store/prepared-networks.ts';
import type { FaceWork } from '../../core/ports.ts';
import type { ShardStamp } from '../../jobs/shards/shard.ts';
import type { Way } from '../../jobs/way.ts';
import { version } from '../../version.ts';
import type { ExtractionOptions } from '../extraction-options.ts';
import type { OpenExtraction } from '../open-extraction.ts';

/** The way of working of an extraction that is open, with the store of that mark: of finding faces, or of what is wanted of them. */
export function wayOf(
  {
    detector,
    embedders,
    restorer,
    caches,
  }: Pick<OpenExtraction, 'detector' | 'embedders' | 'restorer' | 'caches'>,
  options: ExtractionOptions,
  { store, wants }: { readonly store: string; readonly wants?: FaceWork | undefined },
): Way {
  const cards = [...embedders, ...(detector ? [detector] : []), ...(restorer ? [restorer] : [])];
  const { threads: _threads, distributed: _distributed, ...deciding } = options;
  // JavaScript computes the same everywhere; the numbers are those of the engines.
  const { node: _node, ...engines } = engineVersions();
  return {
    quen: version,
    engines,
    decides: decidesOf(caches, wants),
    networks: cards.map((card) => ({ name: card.name, sha256: weightsId(card) })),
    options: JSON.parse(JSON.stringify(deciding)) as Way['options'],
    ...(wants?.kind === 'views' && { views: { viewCount: wants.viewCount, seed: wants.seed } }),
    ...(wants?.kind === 'measures' && { measures: true }),
    store,
  };
}

/** The name of the queue of a way. */
export function queueOf(way: Way): string {
  return `extract-${createHash('sha256').update(JSON.stringify(way)).digest('hex').slice(0, 24)}`;
}

/** What the shards of an extraction are sealed with. */
export function stampOf(
  { embedders, caches }: Pick<OpenExtraction, 'embedders' | 'caches'>,
  wants?: FaceWork,
): ShardStamp {
  return {
    decides: decidesOf(caches, wants),
    networks: embedders.map((card) => ({
      name: card.name,
      sha256: weightsId(card),
      dimension: card.output.dimension,
    })),
  };
}

/** What a way wants of faces; undefined where it wants them found. */
export function wantsOf({ views, measures }: Way): FaceWork | undefined {
  if (views !== undefined) return { kind: 'views', ...views };
  return measures === undefined ? undefined : { kind: 'measures' };
}

function decidesOf(caches: OpenExtraction['caches'], wants: FaceWork | undefined): string {
  if (wants === undefined) return caches.decides;
  return wants.kind === 'views' ? caches.decidesViews(wants) : caches.decidesMeasures;
}
