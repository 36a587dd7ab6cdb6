import { QuenError } from '../../core/errors.ts';
import { secondMoments } from '../../numerics/covariance.ts';
import { groupSums } from '../../numerics/groups.ts';
import { type Matrix, row } from '../../numerics/matrix.ts';
import { symmetricEigen } from '../../numerics/symmetric-eigen.ts';
import { defineRejector } from './define-rejector.ts';
import { productsWith } from './evidence.ts';
import type { Rejector } from './rejector.ts';

/**
 * Reconstruction error of an autoencoder on embeddings, the idea that the author of the AIVIVN method tried. The
 * autoencoder is linear: its optimum is the principal components of the templates (Baldi and Hornik 1989), so it is found
 * in closed form, and nothing nonlinear is learnt. The score is less the squared distance between a probe and its
 * reconstruction, in [-4, 0]. Which identity is proposed makes no difference. Throws `CONFIG_INVALID` for a share outside
 * (0, 1).
 * @param retainedShare of the variance of the templates; as few components as keep it are used
 */
export function autoencoderRejector(retainedShare = 0.9): Rejector {
  if (!(retainedShare > 0 && retainedShare < 1))
    throw new QuenError('CONFIG_INVALID', `A share of ${retainedShare} does not lie between 0 and 1.`);
  return defineRejector({
    name: 'autoencoder',
    learn: ({ templates }) => {
      const { encoder, offsets } = principalComponents(templates, retainedShare);
      const last = encoder.rows - 1;
      const ofMean = offsets[last] as number;
      return {
        operands: [encoder],
        score: (probes) => {
          const products = productsWith(probes, encoder);
          return Float64Array.from({ length: products.rows }, (_, p) => {
            const codes = row(products, p);
            // |x - m|^2 with |x| = 1, less what the components hold of it.
            let error = 1 - 2 * (codes[last] as number) + ofMean;
            for (let k = 0; k < last; k++) error -= ((codes[k] as number) - (offsets[k] as number)) ** 2;
            return Math.min(0, -error);
          });
        },
      };
    },
  });
}

interface Encoder {
  /** Components, then the mean of the templates as the last row, shape [K + 1, D]. */
  readonly encoder: Matrix;
  /** Inner products of each of those rows with the mean, shape [K + 1]. */
  readonly offsets: Float64Array;
}

function principalComponents(templates: Matrix, retainedShare: number): Encoder {
  const { rows, cols, data } = templates;
  const mean = groupSums({ rows: templates, groupOf: new Int32Array(rows), groupCount: 1 }).map(
    (sum) => sum / rows,
  );
  const values = Float64Array.from(data, (value, i) => value - (mean[i % cols] as number));
  const { values: variances, vectors } = symmetricEigen(
    secondMoments({ values, count: rows, dimension: cols }),
    cols,
  );
  const count = componentsFor(variances, retainedShare);
  const encoder = new Float64Array((count + 1) * cols);
  encoder.set(vectors.subarray(0, count * cols));
  encoder.set(mean, count * cols);
  const offsets = Float64Array.from({ length: count + 1 }, (_, k) =>
    mean.reduce((sum, value, i) => sum + value * (encoder[k * cols + i] as number), 0),
  );
  return { encoder: { data: Float32Array.from(encoder), rows: count + 1, cols }, offsets };
}

/** None where the templates are all the same. */
function componentsFor(variances: Float64Array, retainedShare: number): number {
  const total = variances.reduce((sum, value) => sum + Math.max(value, 0), 0);
  let kept = 0;
  let count = 0;
  while (count < variances.length && kept < retainedShare * total) kept += variances[count++] as number;
  return count;
}
