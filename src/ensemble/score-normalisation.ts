import { type Matrix, row } from '../numerics/matrix.ts';
import { fitOpenSetSoftmax, openSetProbabilities } from '../numerics/open-set-softmax.ts';
import type { MemberScores, OutOfFoldScores } from './member-scores.ts';
import { assertLearnable, personWeights } from './member-scores.ts';

/**
 * How the scores of one member are made comparable with those of others. `none`: as they are. `z`: less the mean of a
 * cohort, in its standard deviations; the cohort is every score of a wrong identity. `min-max`: least and greatest score
 * become 0 and 1 (Jain, Nandakumar and Ross 2005 on both). `rank`: 1 for the best identity of a probe down to 0 for the
 * last, which says nothing of strangers (Borda's count; Ho, Hull and Srihari 1994). `probability`: softmax at the
 * temperature with the least log loss, with nobody as a further class where there are strangers.
 */
export const NORMALISATIONS = ['none', 'z', 'min-max', 'rank', 'probability'] as const;

/** One of {@link NORMALISATIONS}. */
export type Normalisation = (typeof NORMALISATIONS)[number];

/** What a normalisation has learnt of one member; plain data. */
export type Normaliser =
  | { readonly kind: 'affine'; readonly shift: number; readonly scale: number }
  | { readonly kind: 'rank' }
  | { readonly kind: 'probability'; readonly scale: number; readonly nobody?: number };

/** Learns a normaliser of each member, in their order. Throws `DIMENSION_MISMATCH`, see `assertLearnable`. */
export function fitNormalisers(outOfFold: OutOfFoldScores, normalisation: Normalisation): Normaliser[] {
  assertLearnable(outOfFold);
  return outOfFold.members.map((member) => fitNormaliser(member, outOfFold, normalisation));
}

/** Normalised scores of a member. @returns shape [P, C]; rows of absent probes are zeros */
export function normaliseScores({ scores, absent }: MemberScores, normaliser: Normaliser): Matrix {
  const data = new Float32Array(scores.data.length);
  for (let p = 0; p < scores.rows; p++)
    if (!absent?.has(p)) data.set(normalisedRow(row(scores, p), normaliser), p * scores.cols);
  return { ...scores, data };
}

function fitNormaliser(
  { scores }: MemberScores,
  { truth, personOf }: OutOfFoldScores,
  normalisation: Normalisation,
): Normaliser {
  switch (normalisation) {
    case 'none':
      return { kind: 'affine', shift: 0, scale: 1 };
    case 'z':
      return cohortMoments(scores, truth);
    case 'min-max':
      return range(scores);
    case 'rank':
      return { kind: 'rank' };
    case 'probability': {
      const model = fitOpenSetSoftmax({ views: [scores], truth, weights: personWeights(personOf) });
      return {
        kind: 'probability',
        scale: model.scales[0] ?? 0,
        ...(model.nobody !== undefined && { nobody: model.nobody }),
      };
    }
  }
}

function cohortMoments(scores: Matrix, truth: Int32Array): Normaliser {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let p = 0; p < scores.rows; p++) {
    row(scores, p).forEach((score, c) => {
      if (c === truth[p]) return;
      // Welford (1962): one pass, without the loss of a difference of large sums.
      count++;
      const before = score - mean;
      mean += before / count;
      squares += before * (score - mean);
    });
  }
  return { kind: 'affine', shift: mean, scale: inverse(Math.sqrt(squares / count)) };
}

function range({ data }: Matrix): Normaliser {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const score of data) {
    least = Math.min(least, score);
    greatest = Math.max(greatest, score);
  }
  return { kind: 'affine', shift: least, scale: inverse(greatest - least) };
}

/** A member that says the same of everybody is left as it is. */
function inverse(spread: number): number {
  return spread > 0 ? 1 / spread : 1;
}

function normalisedRow(scores: Float32Array, normaliser: Normaliser): ArrayLike<number> {
  switch (normaliser.kind) {
    case 'affine':
      return scores.map((score) => (score - normaliser.shift) * normaliser.scale);
    case 'rank':
      return rankScores(scores);
    case 'probability': {
      const { scale, nobody } = normaliser;
      const model = { scales: Float64Array.of(scale), ...(nobody !== undefined && { nobody }) };
      return openSetProbabilities(model, [scores]).subarray(0, scores.length);
    }
  }
}

/** Ties share the mean of their places. */
function rankScores(scores: Float32Array): Float32Array {
  const last = Math.max(1, scores.length - 1);
  const order = [...scores.keys()].sort((a, b) => (scores[a] as number) - (scores[b] as number));
  const out = new Float32Array(scores.length);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && scores[order[end] as number] === scores[order[first] as number]) end++;
    for (let i = first; i < end; i++) out[order[i] as number] = (first + end - 1) / 2 / last;
    first = end;
  }
  return out;
}
