import { QuenError } from '../../core/errors.ts';
import { logSumExp } from '../../numerics/log-sum-exp.ts';
import { row } from '../../numerics/matrix.ts';
import { defineRejector } from './define-rejector.ts';
import type { HeadEvidence, Rejector } from './rejector.ts';

/**
 * Negative energy (Liu et al. 2020) of a head's logits f: T ln(sum(exp(f / T))) over the enrolled; a column
 * of strangers does not count. Which identity is proposed makes no difference. Throws `CONFIG_INVALID` for a temperature
 * that is not above 0.
 * @param temperature T
 */
export function energyRejector(temperature = 1): Rejector {
  if (!(temperature > 0 && Number.isFinite(temperature)))
    throw new QuenError('CONFIG_INVALID', `A temperature of ${temperature} is not above 0. Use 1, say.`);
  return defineRejector({
    name: 'energy',
    needs: { headScores: 'logit' },
    learn: ({ identityCount }) => ({
      operands: [],
      score: ({ head, embeddings }) => {
        const energies = new Float64Array(identityCount);
        return Float64Array.from({ length: embeddings.rows }, (_, p) => {
          const logits = row((head as HeadEvidence).values, p);
          for (let c = 0; c < identityCount; c++) energies[c] = (logits[c] as number) / temperature;
          return temperature * logSumExp(energies);
        });
      },
    }),
  });
}
