import type { RgbImage } from '../../src/core/image.ts';
import type { Embedder } from '../../src/embedding/embedder.ts';
import { flipHorizontally } from '../../src/images/flip.ts';
import { stackRows } from '../../src/numerics/matrix.ts';
import { sum } from '../../src/numerics/vector.ts';

/** An embedder that gives some pixels of the crop as they are, and remembers how many crops it was given. */
export interface ProbingEmbedder extends Embedder {
  readonly given: { count: number };
}

/** @param places of the values that make up an embedding, in the crop's pixels */
export function probingEmbedder(places: readonly number[], template = '112x112'): ProbingEmbedder {
  const given = { count: 0 };
  const probe = ({ pixels }: RgbImage): Float32Array => {
    given.count += 1;
    return Float32Array.from(places, (place) => pixels[place] as number);
  };
  return {
    given,
    name: `probes-${places.join('-')}`,
    dimension: places.length,
    template,
    embed: async (crop) => sum([probe(crop), probe(flipHorizontally(crop))]),
    embedEach: async (crops) => stackRows(crops.map(probe), places.length),
  };
}
