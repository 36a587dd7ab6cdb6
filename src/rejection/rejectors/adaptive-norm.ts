import { QuenError } from '../../core/errors.ts';
import { groupMaximaInto } from '../../numerics/groups.ts';
import { type Moments, momentsOfLargest } from '../../numerics/largest-values.ts';
import { type Matrix, row, rowRange } from '../../numerics/matrix.ts';
import { defineRejector, lacks } from './define-rejector.ts';
import { judgedScores, productsWith } from './evidence.ts';
import type { InnerProducts, PreparedSet, Rejector } from './rejector.ts';

/** How the rejector of {@link adaptiveNormRejector} works. */
export interface AdaptiveNormOptions {
  /**
   * Members of the cohort, the most alike, that a mean and a deviation are of. On LFW DIR at FPIR 0.01 rose from 20 of
   * them to all 780 there were.
   */
  readonly cohortSize?: number;
  /** What of an identity is normalised: each template, its mean template, or half of each. */
  readonly rule?: 'nearest' | 'mean' | 'blend';
}

/**
 * Adaptive symmetric score normalisation, AS-norm (Matejka et al. 2017, with cohorts of the best scoring): a cosine s of probe and enrolled vector becomes the mean of (s - m) / d over both sides, m and d the mean and
 * the standard deviation of that side's k largest cosines with a cohort of strangers. The score is that of the best
 * identity or the proposed one. Learning throws `REJECTOR_EVIDENCE` without at least two photos of strangers; a cohort
 * of fewer than k is used whole. Throws `CONFIG_INVALID` for a cohort below 2.
 */
export function adaptiveNormRejector({
  cohortSize = 1000,
  rule = 'mean',
}: AdaptiveNormOptions = {}): Rejector {
  if (!Number.isInteger(cohortSize) || cohortSize < 2)
    throw new QuenError(
      'CONFIG_INVALID',
      `A cohort of ${cohortSize} has no spread. Use a whole number from 2.`,
    );
  return defineRejector({
    name: 'adaptive-norm',
    needs: { strangers: true },
    learn: async (set) => {
      const cohort = cohortOf(set);
      const used = { cohort, size: Math.min(cohortSize, cohort.rows), cosines: set.cosines };
      const { templates, means, identityOf, identityCount } = set;
      const sides: EnrolledSide[] = [];
      if (rule !== 'mean') sides.push(await enrolledSide(templates, identityOf, used));
      if (rule !== 'nearest')
        sides.push(
          await enrolledSide(
            means,
            Int32Array.from({ length: identityCount }, (_, c) => c),
            used,
          ),
        );
      return {
        operands: [cohort, ...sides.map(({ vectors }) => vectors)],
        score: (probes) => {
          const found = productsWith(probes, cohort);
          return judgedScores(probes, identityCount, {
            allInto: (p, out) => {
              const ofProbe = momentsOfLargest(row(found, p).slice(), used.size);
              out.fill(0);
              for (const side of sides)
                addNormalisedInto(side, row(productsWith(probes, side.vectors), p), {
                  ofProbe,
                  share: 1 / sides.length,
                  out,
                });
            },
          });
        },
      };
    },
  });
}

function cohortOf({ strangers }: PreparedSet): Matrix {
  if (strangers !== undefined && strangers.embeddings.rows > 1) return strangers.embeddings;
  throw lacks('adaptive-norm', 'at least two photos of strangers as a cohort', 'Give more');
}

interface Cohort {
  readonly cohort: Matrix;
  readonly size: number;
  readonly cosines: InnerProducts;
}

/** Enrolled vectors with the moments of the cohort as each sees it. */
interface EnrolledSide {
  readonly vectors: Matrix;
  /** Of each vector, shape [rows]. */
  readonly identityOf: Int32Array;
  readonly centres: Float64Array;
  /** Reciprocals of the deviations. */
  readonly rates: Float64Array;
  /** Room for the normalised scores of one probe. */
  readonly room: Float32Array;
  /** Room for the best of each identity, shape [C]. */
  readonly best: Float64Array;
}

/** Keeps the score finite where the cohort is all alike; the deviation of real cohorts is above 0.02. */
const SMALLEST_DEVIATION = 1e-3;
const VECTOR_BLOCK = 512;

async function enrolledSide(
  vectors: Matrix,
  identityOf: Int32Array,
  { cohort, size, cosines }: Cohort,
): Promise<EnrolledSide> {
  const centres = new Float64Array(vectors.rows);
  const rates = new Float64Array(vectors.rows);
  for (let first = 0; first < vectors.rows; first += VECTOR_BLOCK) {
    const block = rowRange(vectors, first, Math.min(first + VECTOR_BLOCK, vectors.rows));
    const products = await cosines(block, cohort);
    for (let n = 0; n < block.rows; n++) {
      const { mean, deviation } = momentsOfLargest(row(products, n).slice(), size);
      centres[first + n] = mean;
      rates[first + n] = 1 / Math.max(deviation, SMALLEST_DEVIATION);
    }
  }
  return {
    vectors,
    identityOf,
    centres,
    rates,
    room: new Float32Array(vectors.rows),
    best: new Float64Array(identityOf.reduce((most, c) => Math.max(most, c + 1), 0)),
  };
}

interface Addition {
  readonly ofProbe: Moments;
  /** Weight of this side. */
  readonly share: number;
  /** One for each identity, added to. */
  readonly out: Float64Array;
}

function addNormalisedInto(
  { identityOf, centres, rates, room, best }: EnrolledSide,
  cosines: Float32Array,
  { ofProbe, share, out }: Addition,
): void {
  const rate = 1 / Math.max(ofProbe.deviation, SMALLEST_DEVIATION);
  for (let n = 0; n < cosines.length; n++) {
    const cosine = cosines[n] as number;
    const ofEnrolled = (cosine - (centres[n] as number)) * (rates[n] as number);
    room[n] = (ofEnrolled + (cosine - ofProbe.mean) * rate) / 2;
  }
  groupMaximaInto(room, identityOf, best);
  for (let c = 0; c < out.length; c++) out[c] = (out[c] as number) + share * (best[c] as number);
}
