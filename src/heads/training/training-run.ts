import { type GraphSession, outputTensor } from '../../core/tensor.ts';
import type { Feeds } from './epoch-plan.ts';
import type { LabelledEmbeddings } from './labelled-embeddings.ts';
import type { TrainingMemory } from './training-memory.ts';
import type { StepScalars } from './update-kernel.ts';

/** Embeddings and labels as a training graph takes them. */
export function embeddingFeeds({ embeddings, labels }: LabelledEmbeddings): Feeds {
  return {
    embeddings: { data: embeddings.data, dims: [embeddings.rows, embeddings.cols] },
    labels: { data: BigInt64Array.from(labels, BigInt), dims: [labels.length, 1] },
  };
}

/**
 * Runs a step for each scalar, changing the weights in the memory. @param session of the architecture's training graph
 * @param feeds all inputs of the graph except the step and the weights @returns the loss of each step, before its update
 */
export async function runSteps(
  { session, memory }: { readonly session: GraphSession; readonly memory: TrainingMemory },
  feeds: Feeds,
  scalars: readonly StepScalars[],
): Promise<Float32Array> {
  const losses = new Float32Array(scalars.length);
  for (const [place, scalar] of scalars.entries()) {
    const step = { data: BigInt64Array.of(BigInt(place)), dims: [] };
    const outputs = await session.run({ ...feeds, ...memory.weights, step }, memory.gradients);
    losses[place] = outputTensor(outputs, 'loss').data[0] ?? Number.NaN;
    memory.update(scalar);
  }
  return losses;
}
