import type { OnnxModel } from '../../onnx/model.ts';
import type { PytorchArchitecture } from '../../weights.ts';
import type { WeightSet } from '../weight-set.ts';
import { buildEccv16 } from './architectures/eccv16.ts';
import { buildMinifasnetV1se, buildMinifasnetV2 } from './architectures/minifasnet.ts';
import { buildMobilefacenet } from './architectures/mobilefacenet.ts';
import { buildMtcnn } from './architectures/mtcnn.ts';
import { buildS3fdFan } from './architectures/s3fd-fan.ts';
import { buildVggface2Resnet50, buildVggface2Senet50 } from './architectures/vggface2.ts';

/** Builds an architecture's graphs, taking every weight it needs. @param sets one for each file of the card */
export type BuildGraphs = (sets: readonly WeightSet[]) => OnnxModel[];

/** Builders by the architecture on a card. */
export const PYTORCH_BUILDERS: Readonly<Record<PytorchArchitecture, BuildGraphs>> = {
  'vggface2-resnet50': buildVggface2Resnet50,
  'vggface2-senet50': buildVggface2Senet50,
  mobilefacenet: buildMobilefacenet,
  'minifasnet-v2': buildMinifasnetV2,
  'minifasnet-v1se': buildMinifasnetV1se,
  mtcnn: buildMtcnn,
  's3fd-fan': buildS3fdFan,
  eccv16: buildEccv16,
};
