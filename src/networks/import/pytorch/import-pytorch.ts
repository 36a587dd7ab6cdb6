import type { OnnxModel } from '../../onnx/model.ts';
import type { PytorchArchitecture } from '../../weights.ts';
import type { ImportFile } from '../import-file.ts';
import { PYTORCH_BUILDERS } from './architectures.ts';
import { readStateDict } from './state-dict.ts';

/**
 * Builds an architecture's graphs from PyTorch state dicts. Throws `NETWORK_FILE_INVALID`, and
 * `NETWORK_ARCHITECTURE_MISMATCH` where a weight is missing, of another shape or left over.
 */
export function importPytorch(files: readonly ImportFile[], architecture: PytorchArchitecture): OnnxModel[] {
  const sets = files.map(readStateDict);
  const graphs = PYTORCH_BUILDERS[architecture](sets);
  for (const set of sets) set.assertAllTaken();
  return graphs;
}
