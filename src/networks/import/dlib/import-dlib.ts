import type { OnnxModel } from '../../onnx/model.ts';
import type { ImportFile } from '../import-network.ts';

/** PLACEHOLDER until written in this session. */
export function importDlib(_files: readonly ImportFile[], _architecture: 'dlib-resnet29'): OnnxModel {
  throw new Error('not written');
}
