import { groupMaximaInto } from '../../numerics/groups.ts';
import { row } from '../../numerics/matrix.ts';
import { largest } from '../../numerics/vector.ts';
import { defineRejector } from './define-rejector.ts';
import { productsWith } from './evidence.ts';
import type { Rejector } from './rejector.ts';

/** Distance of unrelated unit vectors: stands for the rival where a single person is enrolled. */
const UNRELATED_DISTANCE = Math.SQRT2;
/** Keeps the ratio finite where two people have the very same template. */
const SMALLEST_DISTANCE = 1e-6;

/**
 * Nearest-neighbour distance ratio, open-set nearest neighbour (Mendes Junior et al. 2017): with t the
 * nearest template and u the nearest one of another identity, R = d(x, t) / d(x, u), Euclidean. The score is 1 - R,
 * in [0, 1]; for a proposed identity t is its nearest template, and the score is below 0 where another is nearer.
 */
export function distanceRatioRejector(): Rejector {
  return defineRejector({
    name: 'distance-ratio',
    learn: ({ templates, identityOf, identityCount }) => ({
      operands: [templates],
      score: (probes) => {
        const nearest = new Float64Array(identityCount);
        const cosines = productsWith(probes, templates);
        return Float64Array.from({ length: cosines.rows }, (_, p) => {
          groupMaximaInto(row(cosines, p), identityOf, nearest);
          return 1 - ratio(nearest, probes.proposed?.[p]);
        });
      },
    }),
  });
}

function ratio(nearest: Float64Array, proposed: number | undefined): number {
  const best = proposed ?? nearest.indexOf(largest(nearest));
  const ofBest = distance(nearest[best] as number);
  nearest[best] = Number.NEGATIVE_INFINITY;
  const rival = largest(nearest);
  const ofRival = rival === Number.NEGATIVE_INFINITY ? UNRELATED_DISTANCE : distance(rival);
  return ofBest === 0 && ofRival === 0 ? 1 : ofBest / Math.max(ofRival, SMALLEST_DISTANCE);
}

function distance(cosine: number): number {
  return Math.sqrt(Math.max(0, 2 - 2 * cosine));
}
