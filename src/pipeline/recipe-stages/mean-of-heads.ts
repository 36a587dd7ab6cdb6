import { QuenError } from '../../core/errors.ts';
import { predictWith } from '../../heads/training/predict.ts';
import { predictionGraph } from '../../heads/training/prediction-graph.ts';
import type { OpenGraph, TrainedHead } from '../../heads/training/train-head.ts';
import type { Matrix } from '../../numerics/matrix.ts';

/**
 * The mean of what several heads of one architecture say of the same photos, each seen in several ways, summed in double
 * precision. Throws `CONFIG_INVALID` where there is no head.
 * @param seen the same photos, as themselves and as their mirror images, shape [P, D] each @returns probabilities, shape [P, C]
 */
export async function meanOfHeads(
  heads: readonly TrainedHead[],
  seen: readonly Matrix[],
  open: OpenGraph,
): Promise<Matrix> {
  const [first] = heads;
  if (first === undefined) {
    const message = 'No fold holds a photo out, so no head could be trained. Give more training photos.';
    throw new QuenError('CONFIG_INVALID', message);
  }
  const rows = seen[0]?.rows ?? 0;
  const cols = first.architecture.classCount;
  const sums = new Float64Array(rows * cols);
  const session = await open(predictionGraph(first.architecture));
  try {
    for (const { architecture, parameters } of heads) {
      for (const embeddings of seen) {
        const said = await predictWith({ architecture, parameters, session }, embeddings, 'probabilities');
        for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (said.data[i] as number);
      }
    }
  } finally {
    await session.release();
  }
  const count = heads.length * seen.length;
  return { data: Float32Array.from(sums, (sum) => sum / count), rows, cols };
}
