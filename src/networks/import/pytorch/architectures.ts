import type { OnnxModel } from '../../onnx/model.ts';
import type { PytorchArchitecture } from '../../weights.ts';
import type { WeightSet } from '../weight-set.ts';

/** Builds an architecture's graphs, taking every weight it needs. @param sets one for each file of the card */
export type BuildGraphs = (sets: readonly WeightSet[]) => OnnxModel[];

const notWritten: BuildGraphs = () => {
  throw new Error('PLACEHOLDER until written in this session');
};

/** Builders by the architecture on a card. */
export const PYTORCH_BUILDERS: Readonly<Record<PytorchArchitecture, BuildGraphs>> = {
  'vggface2-resnet50': notWritten,
  'vggface2-senet50': notWritten,
  mobilefacenet: notWritten,
  'minifasnet-v2': notWritten,
  'minifasnet-v1se': notWritten,
  mtcnn: notWritten,
  's3fd-fan': notWritten,
  eccv16: notWritten,
};
