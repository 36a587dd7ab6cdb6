import type { OnnxModel } from '../../onnx/model.ts';
import type { ImportFile } from '../import-network.ts';

/** PLACEHOLDER until written in this session. */
export function importTensorflow(
  _files: readonly ImportFile[],
  _nodes: { input: string; output: string },
): OnnxModel {
  throw new Error('not written');
}
