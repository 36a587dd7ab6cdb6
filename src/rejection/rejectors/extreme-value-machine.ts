import { QuenError } from '../../core/errors.ts';
import { groupMaximaInto } from '../../numerics/groups.ts';
import { gatherLargest } from '../../numerics/largest-values.ts';
import { type Matrix, row, rowRange } from '../../numerics/matrix.ts';
import { fitWeibull } from '../../numerics/weibull.ts';
import { defineRejector } from './define-rejector.ts';
import { judgedScores, productsWith } from './evidence.ts';
import type { PreparedSet, Rejector } from './rejector.ts';

/**
 * Extreme value machine (Rudd et al. 2018, equations 1 and 2). Each template x has a Weibull distribution of half the
 * Euclidean distances to its nearest negatives, the templates of other identities and the strangers; a probe y is within
 * its margin with probability exp(-(|x - y| / lambda)^k). The score is that of the best template of an identity, of the
 * best identity or the proposed one, as the Gumbel value -ln(-ln(probability)) = k (ln(lambda) - ln|x - y|), which orders
 * probes as the probability does and does not round to 0 or 1; it is 0 at probability 1 / e.
 *
 * Every template is kept (no model reduction). Learning meets each template with each negative in blocks of rows; the
 * fits themselves are linear in the templates. Without a negative, one person and no strangers, the distances of
 * unrelated unit vectors stand in. Throws `CONFIG_INVALID` for a tail below 2.
 * @param tailSize nearest negatives that a distribution is fitted to, tau of the paper. On LFW DIR at FPIR 0.01
 *   rose from 20 to 2,000; 1,000 is a trade for the time to fit
 */
export function extremeValueMachineRejector(tailSize = 1000): Rejector {
  if (!Number.isInteger(tailSize) || tailSize < 2)
    throw new QuenError(
      'CONFIG_INVALID',
      `A tail of ${tailSize} cannot be fitted. Use a whole number from 2.`,
    );
  return defineRejector({
    name: 'extreme-value-machine',
    learn: async (set) => {
      const { templates, identityOf, identityCount } = set;
      const { shapes, logScales } = await fitMargins(set, tailSize);
      const values = new Float32Array(templates.rows);
      return {
        operands: [templates],
        score: (probes) =>
          judgedScores(probes, identityCount, (p, out) => {
            const cosines = row(productsWith(probes, templates), p);
            for (let n = 0; n < values.length; n++)
              values[n] =
                (shapes[n] as number) * ((logScales[n] as number) - logDistance(cosines[n] as number));
            groupMaximaInto(values, identityOf, out);
          }),
      };
    },
  });
}

/** Squared distances below this are rounding of float32 cosines. */
const SMALLEST_SQUARE = 1e-7;

function logDistance(cosine: number): number {
  return Math.log(Math.max(2 - 2 * cosine, SMALLEST_SQUARE)) / 2;
}

interface Margins {
  /** Weibull shape of each template, shape [N]. */
  readonly shapes: Float64Array;
  /** Logarithms of the Weibull scales, shape [N]. */
  readonly logScales: Float64Array;
}

/** Templates met with all negatives at a time, to bound memory. */
const TEMPLATE_BLOCK = 512;

async function fitMargins(set: PreparedSet, tailSize: number): Promise<Margins> {
  const { templates, innerProducts, strangers } = set;
  const shapes = new Float64Array(templates.rows);
  const logScales = new Float64Array(templates.rows);
  for (let first = 0; first < templates.rows; first += TEMPLATE_BLOCK) {
    const block = rowRange(templates, first, Math.min(first + TEMPLATE_BLOCK, templates.rows));
    const ofTemplates = await innerProducts(block, templates);
    const ofStrangers = strangers && (await innerProducts(block, strangers.embeddings));
    for (let n = 0; n < block.rows; n++) {
      const cosines = negativeCosines(set, first + n, row(ofTemplates, n), rowOf(ofStrangers, n));
      const nearest = gatherLargest(cosines, Math.min(tailSize, cosines.length));
      const { shape, scale } = fitWeibull(
        Float64Array.from(nearest, (cosine) => Math.exp(logDistance(cosine)) / 2),
      );
      shapes[first + n] = shape;
      logScales[first + n] = Math.log(scale);
    }
  }
  return { shapes, logScales };
}

function rowOf(m: Matrix | undefined, n: number): Float32Array {
  return m === undefined ? new Float32Array(0) : row(m, n);
}

/** Cosines of unrelated unit vectors, about 0 with a spread of 1 / sqrt(D). */
const UNRELATED_SPREADS = [-1, 0, 1];

function negativeCosines(
  { identityOf, templates }: PreparedSet,
  n: number,
  ofTemplates: Float32Array,
  ofStrangers: Float32Array,
): Float32Array {
  const identity = identityOf[n];
  const cosines = new Float32Array(ofTemplates.length + ofStrangers.length);
  let count = 0;
  for (let other = 0; other < ofTemplates.length; other++)
    if (identityOf[other] !== identity) cosines[count++] = ofTemplates[other] as number;
  cosines.set(ofStrangers, count);
  count += ofStrangers.length;
  if (count > 1) return cosines.subarray(0, count);
  return Float32Array.from(UNRELATED_SPREADS, (spread) => spread / Math.sqrt(templates.cols));
}
