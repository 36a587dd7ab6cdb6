import type { GraphSession, Tensor } from '../../core/tensor.ts';
import { outputTensor } from '../../core/tensor.ts';
import type { HeadArchitecture, Parameters } from './architecture.ts';
import type { Feeds } from './epoch-plan.ts';
import type { LabelledEmbeddings } from './labelled-embeddings.ts';
import type { Optimiser } from './recipe.ts';
import { nextName, stateTensors } from './state-tensors.ts';

/** What some steps did. */
export interface StepsDone {
  /** Of each step, before its update. */
  readonly losses: Float32Array;
  readonly tensors: Parameters;
}

/** Embeddings and labels as a training graph takes them. */
export function embeddingFeeds({ embeddings, labels }: LabelledEmbeddings): Feeds {
  return {
    embeddings: { data: embeddings.data, dims: [embeddings.rows, embeddings.cols] },
    labels: { data: BigInt64Array.from(labels, BigInt), dims: [labels.length, 1] },
  };
}

/** Runs the steps that the feeds ask for. @param session of the architecture's training graph */
export async function runSteps(
  session: GraphSession,
  { architecture, optimiser }: { readonly architecture: HeadArchitecture; readonly optimiser: Optimiser },
  tensors: Parameters,
  feeds: Feeds,
): Promise<StepsDone> {
  const shapes = stateTensors(architecture, optimiser);
  const state = shapes.map(({ name, dims }): [string, Tensor] => [
    name,
    { data: tensors[name] ?? new Float32Array(), dims },
  ]);
  const outputs = await session.run({ ...feeds, ...Object.fromEntries(state) });
  const next = shapes.map(({ name }) => [name, outputTensor(outputs, nextName(name)).data] as const);
  return { losses: outputTensor(outputs, 'losses').data, tensors: Object.fromEntries(next) };
}
