import { row } from '../numerics/matrix.ts';
import { type Random, seededRandom } from '../numerics/random.ts';
import { normalised } from '../numerics/vector.ts';
import type { TrainingSet, TrainingViews } from './head.ts';

/** How further embeddings are made of those there are, without looking at a crop again. */
export interface EmbeddingAugmentation {
  /** Made of each photo, from 1. */
  readonly viewCount: number;
  /** Share of the way to another photo of the same person, drawn evenly from 0 to this, in [0, 1]. */
  readonly interpolation: number;
  /** Length of the Gaussian noise that is added, beside an embedding of length 1, from 0. */
  readonly noise: number;
}

/**
 * Views of a training set in the embedding space: each lies between a photo and another one of the same person, with
 * noise, scaled to unit length. A cheap stand-in for augmented crops (DeVries and Taylor 2017, "Dataset augmentation in
 * feature space", sections 3.1 and 3.2).
 */
export function embeddingViews(
  { rows, identityOf }: Pick<TrainingSet, 'rows' | 'identityOf'>,
  { viewCount, interpolation, noise }: EmbeddingAugmentation,
  seed: number,
): TrainingViews {
  const random = seededRandom(seed);
  const photosOf = new Map<number, number[]>();
  identityOf.forEach((identity, photo) => {
    photosOf.set(identity, [...(photosOf.get(identity) ?? []), photo]);
  });
  const { cols } = rows;
  const data = new Float32Array(rows.rows * viewCount * cols);
  const photoOf = new Int32Array(rows.rows * viewCount);
  const deviation = noise / Math.sqrt(cols);
  for (let photo = 0; photo < rows.rows; photo++) {
    const own = photosOf.get(identityOf[photo] ?? 0) ?? [];
    const from = normalised(row(rows, photo));
    for (let v = 0; v < viewCount; v++) {
      const to = normalised(row(rows, own[Math.floor(random() * own.length)] ?? photo));
      const share = random() * interpolation;
      const view = from.map((x, k) => x + share * ((to[k] ?? 0) - x) + deviation * gaussian(random));
      photoOf[photo * viewCount + v] = photo;
      data.set(normalised(view), (photo * viewCount + v) * cols);
    }
  }
  return { rows: { data, rows: rows.rows * viewCount, cols }, photoOf };
}

/** One normal deviate (Box and Muller 1958). */
function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
