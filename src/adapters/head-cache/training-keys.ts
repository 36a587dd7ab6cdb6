import { createHash } from 'node:crypto';
import type { LabelledEmbeddings } from '../../heads/training/labelled-embeddings.ts';
import { predictionGraph } from '../../heads/training/prediction-graph.ts';
import { TRAINING_VERSION, type TrainingRequest } from '../../heads/training/train-head.ts';
import { trainingGraph } from '../../heads/training/training-graph.ts';
import { updateKernel } from '../../heads/training/update-kernel.ts';
import { engineVersions } from '../engine-versions.ts';

type NumericArray = Float32Array | Int32Array | Uint8Array;
type DigestOf = (array: NumericArray | undefined) => string;

/** What heads are kept by: the SHA-256 of all that decides a trained head, hexadecimal, one for each request. */
export function trainingKeys(requests: readonly TrainingRequest[]): string[] {
  const digestOf = digestsOnce();
  return requests.map((request) =>
    createHash('sha256')
      .update(JSON.stringify(decidingParts(request, digestOf)))
      .digest('hex'),
  );
}

function decidingParts(request: TrainingRequest, digestOf: DigestOf): unknown {
  const { architecture, recipe, training, validation, classWeights, nobodyWeight, groupOf } = request;
  const { node, platform, 'onnxruntime-node': onnxRuntime } = engineVersions();
  const programs = [trainingGraph(architecture, recipe), predictionGraph(architecture), updateKernel(recipe)];
  return [
    { TRAINING_VERSION, node, platform, onnxRuntime },
    architecture,
    recipe,
    programs.map(digestOf),
    labelledParts(training, digestOf),
    validation === undefined ? 'no validation' : labelledParts(validation, digestOf),
    digestOf(classWeights),
    nobodyWeight ?? 1,
    digestOf(groupOf),
  ];
}

function labelledParts({ embeddings, labels, rows }: LabelledEmbeddings, digestOf: DigestOf): unknown {
  return [embeddings.rows, embeddings.cols, digestOf(embeddings.data), digestOf(labels), digestOf(rows)];
}

/** Digests of arrays, each computed once however many requests share it. */
function digestsOnce(): DigestOf {
  const known = new Map<NumericArray, string>();
  return (array) => {
    if (array === undefined) return 'absent';
    const digest = known.get(array) ?? createHash('sha256').update(array).digest('hex');
    known.set(array, digest);
    return digest;
  };
}
