import { logSumExp } from '../../numerics/log-sum-exp.ts';
import { defineRejector } from './define-rejector.ts';
import { logProbabilities } from './evidence.ts';
import type { HeadEvidence, Rejector } from './rejector.ts';

/**
 * Maximum softmax (Hendrycks and Gimpel 2017): the probability that a head gives the best identity, or the proposed one,
 * against all its other classes, strangers among them where they are one. As log-odds ln(p / (1 - p)), which order
 * probes as p does and do not round to 1; kept within [-100, 100].
 */
export function maxSoftmaxRejector(): Rejector {
  return defineRejector({
    name: 'max-softmax',
    needs: { headScores: 'probability' },
    learn: ({ identityCount }) => ({
      operands: [],
      score: ({ head, embeddings, proposed }) =>
        Float64Array.from({ length: embeddings.rows }, (_, p) => {
          const logs = logProbabilities(head as HeadEvidence, p);
          return logOdds(logs, proposed?.[p] ?? placeOfLargest(logs.subarray(0, identityCount)));
        }),
    }),
  });
}

const LARGEST_LOG_ODDS = 100;

function placeOfLargest(values: Float64Array): number {
  let best = 0;
  for (let c = 1; c < values.length; c++) if ((values[c] as number) > (values[best] as number)) best = c;
  return best;
}

/** The sum of the others is taken as such only where 1 - p would round to 0. */
function logOdds(logs: Float64Array, place: number): number {
  const log = logs[place] as number;
  const others = logs.slice();
  others.copyWithin(place, place + 1);
  const rest = log < -1 ? Math.log1p(-Math.exp(log)) : logSumExp(others.subarray(0, logs.length - 1));
  return Math.min(Math.max(log - rest, -LARGEST_LOG_ODDS), LARGEST_LOG_ODDS);
}
