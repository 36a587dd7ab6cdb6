import { QuenError } from '../../core/errors.ts';
import { nthLargest } from '../../numerics/largest-values.ts';
import { row } from '../../numerics/matrix.ts';
import { defineRejector } from './define-rejector.ts';
import { productsWith } from './evidence.ts';
import type { Rejector } from './rejector.ts';

/**
 * k-nearest-neighbour distance (Sun et al. 2022): less the Euclidean distance to the k-th nearest template,
 * of whomever, in [-2, 0]. Which identity is proposed makes no difference. With fewer templates than k the furthest
 * counts. Throws `CONFIG_INVALID` unless k is a whole number above 0.
 * @param neighbourCount k; near the number of photos of a person
 */
export function neighbourDistanceRejector(neighbourCount = 2): Rejector {
  if (!Number.isInteger(neighbourCount) || neighbourCount < 1)
    throw new QuenError(
      'CONFIG_INVALID',
      `There is no neighbour ${neighbourCount}. Give a whole number from 1.`,
    );
  return defineRejector({
    name: 'neighbour-distance',
    learn: ({ templates }) => ({
      operands: [templates],
      score: (probes) => {
        const cosines = productsWith(probes, templates);
        const rank = Math.min(neighbourCount, templates.rows);
        return Float64Array.from(
          { length: cosines.rows },
          (_, p) => -Math.sqrt(Math.max(0, 2 - 2 * nthLargest(row(cosines, p), rank))),
        );
      },
    }),
  });
}
