import type { OnnxModel } from '../onnx/model.ts';
import type { ImportedWeights } from '../weights.ts';
import { importDlib } from './dlib/import-dlib.ts';
import { importMxnet } from './mxnet/import-mxnet.ts';
import { importPytorch } from './pytorch/import-pytorch.ts';
import { importTensorflow } from './tensorflow/import-tensorflow.ts';

/**
 * Turns a network's weights into ONNX graphs, one or several in the order they are run.
 * Throws `NETWORK_FILE_INVALID` and `NETWORK_ARCHITECTURE_MISMATCH`.
 * @param contents in the order of the card's files
 */
export function importNetwork(weights: ImportedWeights, contents: readonly Uint8Array[]): OnnxModel[] {
  const files = weights.files.map(({ name }, i) => ({ name, bytes: contents[i] ?? new Uint8Array() }));
  switch (weights.format) {
    case 'mxnet':
      return [importMxnet(files, weights.nodes)];
    case 'tensorflow':
      return [importTensorflow(files, weights.nodes)];
    case 'dlib':
      return [importDlib(files, weights.architecture)];
    case 'pytorch':
      return importPytorch(files, weights.architecture);
  }
}
