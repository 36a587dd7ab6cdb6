import { QuenError } from '../../core/errors.ts';
import { groupMaximaInto } from '../../numerics/groups.ts';
import { gatherLargest } from '../../numerics/largest-values.ts';
import { type Matrix, row, rowRange } from '../../numerics/matrix.ts';
import { fitWeibull } from '../../numerics/weibull.ts';
import { defineRejector } from './define-rejector.ts';
import { judgedScores, largestAt, productsWith, rowsByIdentity } from './evidence.ts';
import type { PreparedSet, Rejector } from './rejector.ts';

/**
 * Extreme value machine (Rudd et al. 2018). Each template x has a Weibull distribution of half the
 * Euclidean distances to its nearest negatives, the templates of other identities and the strangers; a probe y is within
 * its margin with probability exp(-(|x - y| / lambda)^k). The score is that of the best template of an identity, of the
 * best identity or the proposed one, as the Gumbel value -ln(-ln(probability)) = k (ln(lambda) - ln|x - y|), which orders
 * probes as the probability does and does not round to 0 or 1; it is 0 at probability 1 / e.
 *
 * Every template is kept (no model reduction). Learning meets each template with each negative in blocks of rows, which is one
 * product and one comparison for each pair; the fits themselves are linear in the templates. Without a negative, one person and no strangers, the distances of
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
      const rowsOf = rowsByIdentity(identityOf, identityCount);
      const values = new Float32Array(templates.rows);
      const scoreInto = (cosines: Float32Array, n: number): void => {
        const margin = (logScales[n] as number) - logDistance(cosines[n] as number);
        values[n] = (shapes[n] as number) * margin;
      };
      return {
        operands: [templates],
        score: (probes) => {
          const products = productsWith(probes, templates);
          return judgedScores(probes, identityCount, {
            allInto: (p, out) => {
              const cosines = row(products, p);
              for (let n = 0; n < values.length; n++) scoreInto(cosines, n);
              groupMaximaInto(values, identityOf, out);
            },
            ofOne: (p, identity) => {
              const cosines = row(products, p);
              for (const n of rowsOf[identity] ?? []) scoreInto(cosines, n);
              return largestAt(values, rowsOf[identity]);
            },
          });
        },
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
  const { templates, cosines, strangers } = set;
  const shapes = new Float64Array(templates.rows);
  const logScales = new Float64Array(templates.rows);
  const nearest = nearestNegatives(set, tailSize);
  for (let first = 0; first < templates.rows; first += TEMPLATE_BLOCK) {
    const block = rowRange(templates, first, Math.min(first + TEMPLATE_BLOCK, templates.rows));
    const ofTemplates = await cosines(block, templates);
    const ofStrangers = strangers && (await cosines(block, strangers.embeddings));
    for (let n = 0; n < block.rows; n++) {
      const largest = nearest(first + n, row(ofTemplates, n), rowOf(ofStrangers, n));
      const { shape, scale } = fitWeibull(
        Float64Array.from(largest, (cosine) => Math.exp(logDistance(cosine)) / 2),
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

/** How far below the tail of one template that of the next is looked for: a tail more often than not is within it. */
const BOUND_SLACK = 0.02;

/**
 * Finds the largest cosines of templates with negatives. Only what lies above a bound is copied and sorted out, so that most
 * of the negatives cost a comparison: templates have similar tails, so the tail of one is a bound for the next. Where too few
 * lie above it, all are looked at.
 */
function nearestNegatives(
  { identityOf, templates, strangers }: PreparedSet,
  tailSize: number,
): (n: number, ofTemplates: Float32Array, ofStrangers: Float32Array) => Float32Array {
  const found = new Float32Array(templates.rows + (strangers?.embeddings.rows ?? 0));
  let bound = Number.NEGATIVE_INFINITY;
  return (n, ofTemplates, ofStrangers) => {
    const identity = identityOf[n];
    const isOther = (other: number): boolean => identityOf[other] !== identity;
    const gather = (): number => {
      const count = gatherAbove(ofTemplates, { bound, isWanted: isOther, found, from: 0 });
      return gatherAbove(ofStrangers, { bound, isWanted: () => true, found, from: count });
    };
    let count = gather();
    if (count < tailSize) {
      bound = Number.NEGATIVE_INFINITY;
      count = gather();
    }
    if (count < 2)
      return Float32Array.from(UNRELATED_SPREADS, (spread) => spread / Math.sqrt(templates.cols));
    const largest = gatherLargest(found.subarray(0, count), Math.min(tailSize, count));
    bound = largest.reduce((least, cosine) => Math.min(least, cosine), 1) - BOUND_SLACK;
    return largest;
  };
}

interface Gathering {
  readonly bound: number;
  /** Asked of the few places at or above the bound. */
  readonly isWanted: (place: number) => boolean;
  readonly found: Float32Array;
  /** Where the first goes. */
  readonly from: number;
}

/** Copies what is at or above a bound. @returns the place after the last */
function gatherAbove(values: Float32Array, { bound, isWanted, found, from }: Gathering): number {
  let count = from;
  for (let place = 0; place < values.length; place++) {
    const value = values[place] as number;
    if (value >= bound && isWanted(place)) found[count++] = value;
  }
  return count;
}

/** Cosines of unrelated unit vectors, about 0 with a spread of 1 / sqrt(D). */
const UNRELATED_SPREADS = [-1, 0, 1];
