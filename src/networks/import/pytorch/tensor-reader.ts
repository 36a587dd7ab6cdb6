import type { QuenError } from '../../../core/errors.ts';
import { fileInvalid } from '../byte-reader.ts';
import type { ImportFile } from '../import-file.ts';
import type { WeightTensor } from '../weight-set.ts';
import type { Archive } from './archive.ts';
import type { PickleValue } from './pickle.ts';
import type { StatedTensor } from './torch-objects.ts';

/** The most axes PyTorch itself allows. */
const MOST_AXES = 64;

/**
 * Gathers tensors out of an archive's storages, row-major. All of them together may have as many elements as the file has
 * bytes: strides of zero and shared storages cannot make a small file large.
 */
export class TensorReader {
  readonly #archive: Archive;
  readonly #origin: string;
  #elementsLeft: number;

  /** @param file the archive's own, for messages and its size */
  constructor(archive: Archive, file: ImportFile) {
    this.#archive = archive;
    this.#origin = file.name;
    this.#elementsLeft = file.bytes.length;
  }

  /** Throws `NETWORK_FILE_INVALID` where the tensor reaches outside its storage. @param name for messages */
  read(name: string, tensor: StatedTensor): WeightTensor {
    const { storage } = tensor;
    const [offset] = this.#counts(name, [tensor.offset], 1);
    const dims = this.#counts(name, tensor.dims);
    const strides = this.#counts(name, tensor.strides, dims.length);
    const length = dims.reduce((product, dim) => product * dim, 1);
    if (!(length <= this.#elementsLeft)) throw this.#fault(name, 'has more numbers than the file');
    this.#elementsLeft -= length;
    const last = dims.reduce(
      (sum, dim, axis) => sum + (dim - 1) * (strides[axis] as number),
      offset as number,
    );
    if (length > 0 && last >= storage.count) throw this.#fault(name, 'reaches outside its storage');
    const bytes = this.#archive.bytesOf(storage);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const { byteCount, read } = storage.type;
    const data = new Float32Array(length);
    const indices = elementIndices(dims, strides, offset as number);
    for (let i = 0; i < length; i++) data[i] = read(view, indices() * byteCount);
    return { dims, data };
  }

  #counts(name: string, value: PickleValue, length?: number): number[] {
    const isList =
      Array.isArray(value) && value.length <= MOST_AXES && value.length === (length ?? value.length);
    if (!isList || !value.every((item) => typeof item === 'number' && Number.isInteger(item) && item >= 0))
      throw this.#fault(name, 'has no whole numbers for a shape');
    return value as number[];
  }

  #fault(name: string, what: string): QuenError {
    return fileInvalid(this.#origin, `the tensor ${name.slice(0, 100)} ${what}`);
  }
}

/** Gives the index of one element after the other within the storage, the last axis fastest. */
function elementIndices(dims: readonly number[], strides: readonly number[], offset: number): () => number {
  const position = dims.map(() => 0);
  let index = offset;
  return () => {
    const current = index;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number;
      position[axis] = (position[axis] as number) + 1;
      index += stride;
      if ((position[axis] as number) < (dims[axis] as number)) break;
      index -= stride * (dims[axis] as number);
      position[axis] = 0;
    }
    return current;
  };
}
