import { createHash } from 'node:crypto';
import { engineVersions } from '../../adapters/engine-versions.ts';
import { weightsId } from '../../adapters/network-store/prepared-networks.ts';
import type { ViewSettings } from '../../core/ports.ts';
import type { ShardStamp } from '../../jobs/shards/shard.ts';
import type { Way } from '../../jobs/way.ts';
import { version } from '../../version.ts';
import type { ExtractionOptions } from '../extraction-options.ts';
import type { OpenExtraction } from '../open-extraction.ts';

/** The way of working of an extraction that is open, with the store of that mark: of finding faces, or of embedding their views. */
export function wayOf(
  {
    detector,
    embedders,
    restorer,
    caches,
  }: Pick<OpenExtraction, 'detector' | 'embedders' | 'restorer' | 'caches'>,
  options: ExtractionOptions,
  { store, views }: { readonly store: string; readonly views?: ViewSettings | undefined },
): Way {
  const cards = [...embedders, ...(detector ? [detector] : []), ...(restorer ? [restorer] : [])];
  const { threads: _threads, distributed: _distributed, ...deciding } = options;
  // JavaScript computes the same everywhere; the numbers are those of the engines.
  const { node: _node, ...engines } = engineVersions();
  return {
    quen: version,
    engines,
    decides: decidesOf(caches, views),
    networks: cards.map((card) => ({ name: card.name, sha256: weightsId(card) })),
    options: JSON.parse(JSON.stringify(deciding)) as Way['options'],
    ...(views && { views: { viewCount: views.viewCount, seed: views.seed } }),
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
  views?: ViewSettings,
): ShardStamp {
  return {
    decides: decidesOf(caches, views),
    networks: embedders.map((card) => ({
      name: card.name,
      sha256: weightsId(card),
      dimension: card.output.dimension,
    })),
  };
}

function decidesOf(caches: OpenExtraction['caches'], views: ViewSettings | undefined): string {
  return views === undefined ? caches.decides : caches.decidesViews(views);
}
