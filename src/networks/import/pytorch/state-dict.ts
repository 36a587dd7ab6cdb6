import { fileInvalid } from '../byte-reader.ts';
import type { ImportFile } from '../import-file.ts';
import { WeightSet, type WeightTensor } from '../weight-set.ts';
import { type Archive, openArchive } from './archive.ts';
import type { PickleDict, PickleValue } from './pickle.ts';
import { TensorReader } from './tensor-reader.ts';
import { isTensor } from './torch-objects.ts';

/** Where training scripts put the weights beside the epoch and the like. */
const HOLDERS = ['state_dict', 'model', 'net'];
/** `DataParallel` puts this before every name. */
const PARALLEL_PREFIX = 'module.';

/**
 * Weights of a file of `torch.save`: a state dict, or a dictionary that holds one as `state_dict`, `model` or `net`; a
 * `module.` before all names is dropped. All number types become float32. Nothing in the file is run, and objects other
 * than tensors in dictionaries are refused. Throws `NETWORK_FILE_INVALID`.
 */
export function readStateDict(file: ImportFile): WeightSet {
  const archive = openArchive(file);
  const dict = stateDictOf(archive.root);
  if (dict === undefined)
    throw fileInvalid(
      file.name,
      'it holds no tensors by name; save it with torch.save(model.state_dict(), ...)',
    );
  return new WeightSet(withoutParallelPrefix(weightsOf(file, archive, dict)), file.name);
}

function stateDictOf(root: PickleValue): PickleDict | undefined {
  if (!(root instanceof Map)) return undefined;
  const held = HOLDERS.map((holder) => root.get(holder)).find(isDictOfTensors);
  if (held !== undefined) return held;
  return isDictOfTensors(root) ? root : undefined;
}

function isDictOfTensors(value: PickleValue | undefined): value is PickleDict {
  return value instanceof Map && [...value.values()].some(isTensor);
}

function weightsOf(file: ImportFile, archive: Archive, dict: PickleDict): Map<string, WeightTensor> {
  const reader = new TensorReader(archive, file);
  const weights = new Map<string, WeightTensor>();
  for (const [name, value] of dict) {
    if (!isTensor(value)) continue;
    if (typeof name !== 'string') throw fileInvalid(file.name, 'it has a tensor whose name is no text');
    weights.set(name, reader.read(name, value));
  }
  return weights;
}

function withoutParallelPrefix(weights: Map<string, WeightTensor>): Map<string, WeightTensor> {
  const names = [...weights.keys()];
  if (!names.every((name) => name.startsWith(PARALLEL_PREFIX))) return weights;
  return new Map([...weights].map(([name, weight]) => [name.slice(PARALLEL_PREFIX.length), weight]));
}
