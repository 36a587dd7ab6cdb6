import type { ExtractedPhoto } from '../core/photo.ts';
import type { EvaluatedSearch } from '../evaluation/evaluated-search.ts';
import type { EmbedderCard } from '../networks/card.ts';
import { searchLabelled } from '../pipeline/evaluate.ts';
import { withNetworkAlone } from '../pipeline/one-network.ts';
import { type ReadyTest, readyTest, type TestParts, type TestWay } from './score-test.ts';

/** A way of naming photos: all networks together, or one of them alone. */
export interface NamedWay {
  readonly networks: readonly string[];
  readonly threshold: number;
  /** Names extracted photos with the labels of a test; they stand in its order. */
  name(photos: readonly ExtractedPhoto[]): Promise<readonly EvaluatedSearch[]>;
}

/**
 * Enrols and calibrates all networks together, with heads where there are some, and the templates of each network alone
 * where there are several.
 * @param photos extracted, of the parts `train` and `strangers` in turn
 */
export async function namedWays(
  photos: readonly ExtractedPhoto[],
  parts: TestParts,
  how: Pick<TestWay, 'heads' | 'control'>,
): Promise<NamedWay[]> {
  const { embedders } = parts.extraction;
  const names = embedders.map(({ name }) => name);
  const learns = { learnFromPhotos: false };
  const together = wayOf(names, parts, await readyTest(photos, parts, { ...how, learns }));
  if (embedders.length === 1) return [together];
  const alone: NamedWay[] = [];
  for (const [place, embedder] of embedders.entries()) {
    const extraction = { ...parts.extraction, embedders: [embedder as EmbedderCard] };
    const one = (all: readonly ExtractedPhoto[]) => all.map((photo) => withNetworkAlone(photo, place));
    const ready = await readyTest(
      one(photos),
      { ...parts, extraction },
      { ...how, learns, heads: undefined },
    );
    const way = wayOf([embedder.name], parts, ready);
    alone.push({ ...way, name: (probes) => way.name(one(probes)) });
  }
  return [together, ...alone];
}

function wayOf(networks: readonly string[], parts: TestParts, ready: ReadyTest): NamedWay {
  const labels = parts.test.map(({ label }) => label);
  const { unknownLabel } = parts.settings;
  return {
    networks,
    threshold: ready.judgement.threshold.value,
    name: async (photos) =>
      (await searchLabelled({ photos, labels, unknownLabel }, ready.recogniser, ready.judgement)).searches,
  };
}
