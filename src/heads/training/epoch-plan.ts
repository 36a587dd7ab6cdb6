import type { IntegerTensor, Tensor } from '../../core/tensor.ts';
import { type Random, seededRandom, shuffled } from '../../numerics/random.ts';
import { type HeadArchitecture, hasDropout } from './architecture.ts';
import type { StepRecipe } from './recipe.ts';
import { type StepScalars, stepScalars } from './update-kernel.ts';

/** Most rows of dropout masks drawn for an epoch; rows of the epoch beyond them take the masks from the first again. */
const MASK_COUNT = 1024;

/** Rows of an epoch in the order in which they are taken, and how they are grouped and weighted. */
export interface EpochRows {
  readonly rows: readonly number[];
  readonly batchSize: number;
  /** Weight of each of all rows there are, by its place. */
  readonly weightOf: (row: number) => number;
}

/** Inputs of a training graph by name. */
export type Feeds = Readonly<Record<string, Tensor | IntegerTensor>>;

/** The random numbers of one epoch; they do not depend on those of epochs before, so that training can go on from any. */
export function epochRandom(seed: number, epoch: number): Random {
  return seededRandom(Math.imul(seed, 0x9e3779b1) + Math.imul(epoch + 1, 0x85ebca6b));
}

/** The rows of an epoch in random order. @param rows those that take part */
export function shuffledRows(rows: Int32Array, random: Random): number[] {
  return shuffled(Array.from(rows), random);
}

/**
 * The batches of an epoch as a training graph takes them. The last batch is filled up with rows of weight 0. Within a
 * batch, weights are brought to a sum of 1.
 */
export function batchFeeds({ rows, batchSize, weightOf }: EpochRows): Feeds {
  const stepCount = Math.ceil(rows.length / batchSize);
  const batches = new BigInt64Array(stepCount * batchSize);
  const rowWeights = new Float32Array(stepCount * batchSize);
  for (let start = 0; start < rows.length; start += batchSize) {
    const batch = rows.slice(start, start + batchSize);
    const weights = batch.map(weightOf);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [place, row] of batch.entries()) {
      batches[start + place] = BigInt(row);
      rowWeights[start + place] = total > 0 ? (weights[place] ?? 0) / total : 0;
    }
  }
  return {
    batches: { data: batches, dims: [stepCount, batchSize] },
    row_weights: { data: rowWeights, dims: [stepCount, batchSize, 1] },
  };
}

/** The scalars of an epoch's steps. @param rates one for each step @param doneCount steps of the epochs before */
export function epochScalars(recipe: StepRecipe, rates: readonly number[], doneCount: number): StepScalars[] {
  return rates.map((rate, place) => stepScalars(recipe, doneCount + place + 1, rate));
}

/**
 * Dropout masks of an epoch: 0 with the probability of dropout, else 1 / (1 - dropout), for inverted dropout (Srivastava
 * et al. 2014). Nothing where the architecture has no dropout.
 */
export function maskFeeds(
  architecture: HeadArchitecture,
  { stepCount, batchSize }: { readonly stepCount: number; readonly batchSize: number },
  random: Random,
): Feeds {
  if (!hasDropout(architecture)) return {};
  const { hiddenCount, dropout } = architecture;
  const placeCount = stepCount * batchSize;
  const maskCount = Math.min(placeCount, MASK_COUNT);
  const kept = 1 / (1 - dropout);
  const masks = new Float32Array(maskCount * hiddenCount);
  // Without a branch, which the processor would guess wrong every fourth time: half the time.
  for (let i = 0; i < masks.length; i++) masks[i] = kept * Number(random() >= dropout);
  const maskRows = BigInt64Array.from({ length: placeCount }, (_, place) => BigInt(place % maskCount));
  return {
    masks: { data: masks, dims: [maskCount, hiddenCount] },
    mask_rows: { data: maskRows, dims: [stepCount, batchSize] },
  };
}
