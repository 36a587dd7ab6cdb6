import { QuenError } from '../core/errors.ts';
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

/** Views in the embedding space, each made of one or two photos of a person. */
export interface EmbeddingViews extends TrainingViews {
  /** The other photo of each; that of `photoOf` where the person has no other, shape [V]. */
  readonly towards: Int32Array;
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
): EmbeddingViews {
  assertPossible({ viewCount, interpolation, noise });
  const random = seededRandom(seed);
  const photosOf = new Map<number, number[]>();
  identityOf.forEach((identity, photo) => {
    const known = photosOf.get(identity);
    if (known === undefined) photosOf.set(identity, [photo]);
    else known.push(photo);
  });
  const { cols } = rows;
  const data = new Float32Array(rows.rows * viewCount * cols);
  const photoOf = new Int32Array(rows.rows * viewCount);
  const towards = new Int32Array(rows.rows * viewCount);
  const deviation = noise / Math.sqrt(cols);
  for (let photo = 0; photo < rows.rows; photo++) {
    const others = (photosOf.get(identityOf[photo] ?? 0) ?? []).filter((other) => other !== photo);
    const from = normalised(row(rows, photo));
    for (let v = 0; v < viewCount; v++) {
      const place = photo * viewCount + v;
      const other = others[Math.floor(random() * others.length)] ?? photo;
      const to = normalised(row(rows, other));
      const share = random() * interpolation;
      const view = from.map((x, k) => x + share * ((to[k] ?? 0) - x) + deviation * gaussian(random));
      photoOf[place] = photo;
      towards[place] = other;
      data.set(normalised(view), place * cols);
    }
  }
  return { rows: { data, rows: rows.rows * viewCount, cols }, photoOf, towards };
}

function assertPossible({ viewCount, interpolation, noise }: EmbeddingAugmentation): void {
  const isPossible =
    Number.isInteger(viewCount) && viewCount >= 1 && interpolation >= 0 && interpolation <= 1 && noise >= 0;
  if (isPossible && Number.isFinite(noise)) return;
  throw new QuenError(
    'CONFIG_INVALID',
    `${viewCount} views, interpolation ${interpolation} and noise ${noise} cannot be made. Give a whole number from 1, a share from 0 to 1 and a length from 0.`,
  );
}

/** One normal deviate (Box and Muller 1958). */
function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
