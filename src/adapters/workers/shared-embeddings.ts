import type { LabelledEmbeddings } from '../../heads/training/labelled-embeddings.ts';
import type { TrainingRequest } from '../../heads/training/train-head.ts';

type Copies = Map<Float32Array, Float32Array>;

/** Requests whose embeddings are in shared memory: one copy of each matrix, however many requests share it. */
export function withSharedEmbeddings(requests: readonly TrainingRequest[]): TrainingRequest[] {
  return withCopies(requests, (data) => {
    const memory = new Float32Array(new SharedArrayBuffer(data.byteLength));
    memory.set(data);
    return memory;
  });
}

/** The same requests with embeddings of this thread's own, which ONNX Runtime asks for. */
export function withOwnEmbeddings(requests: readonly TrainingRequest[]): TrainingRequest[] {
  return withCopies(requests, (data) => data.slice());
}

function withCopies(
  requests: readonly TrainingRequest[],
  copy: (data: Float32Array) => Float32Array,
): TrainingRequest[] {
  const copies: Copies = new Map();
  const copied = (labelled: LabelledEmbeddings): LabelledEmbeddings => {
    const { data } = labelled.embeddings;
    const own = copies.get(data) ?? copy(data);
    copies.set(data, own);
    return { ...labelled, embeddings: { ...labelled.embeddings, data: own } };
  };
  return requests.map((request) => ({
    ...request,
    training: copied(request.training),
    ...(request.validation && { validation: copied(request.validation) }),
  }));
}
