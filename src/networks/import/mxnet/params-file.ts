import { ByteReader } from '../byte-reader.ts';
import { halfFloats } from '../half-floats.ts';
import type { ImportFile } from '../import-file.ts';
import { WeightSet, type WeightTensor } from '../weight-set.ts';

/** How a list of arrays begins; eight bytes with those that follow it. */
const LIST_MAGIC = 0x112;
/** Arrays with 64-bit sizes. */
const ARRAY_V1 = 0xf993fac8;
/** Arrays that say how they are stored, and the same in the shapes of numpy. */
const ARRAYS_WITH_STORAGE: readonly number[] = [0xf993fac9, 0xf993faca];
const DENSE = 0;
const MAX_RANK = 8;

/** Whether a file begins as a list of MXNet arrays. */
export function isParams(bytes: Uint8Array): boolean {
  const magic = [LIST_MAGIC & 0xff, LIST_MAGIC >> 8, 0, 0, 0, 0, 0, 0];
  return magic.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads a `.params` file: MXNet's list of arrays (NDArray::Save in its src/ndarray/ndarray.cc) in any of its versions,
 * float16, float32 and float64, each array under its name without `arg:` or `aux:`. Throws `NETWORK_FILE_INVALID`.
 */
export function readParams({ name, bytes }: ImportFile): WeightSet {
  const reader = new ByteReader(bytes, name);
  if (!isParams(bytes)) throw reader.fault('it does not begin as a list of MXNet arrays');
  reader.seek(16);
  const tensors: WeightTensor[] = [];
  const count = reader.size64();
  while (tensors.length < count) tensors.push(readArray(reader));
  if (reader.size64() !== count) throw reader.fault(`its ${count} arrays do not each have a name`);
  const weights = new Map<string, WeightTensor>();
  for (const tensor of tensors) {
    const label = reader.text(reader.size64()).replace(/^(arg|aux):/, '');
    if (weights.has(label)) throw reader.fault(`it holds two arrays ${label}`);
    weights.set(label, tensor);
  }
  if (reader.remaining > 0) throw reader.fault('it goes on after its end');
  return new WeightSet(weights, name);
}

function readArray(reader: ByteReader): WeightTensor {
  const dims = readDims(reader);
  let count = 1;
  for (const dim of dims) {
    count *= dim;
    if (count === 0 || count > reader.remaining)
      throw reader.fault(`it states an array of shape [${dims.join(', ')}]`);
  }
  // Kind and number of the device that held the array.
  reader.bytes(8);
  return { dims, data: readFloats(reader, count) };
}

/** The shape, after what a version of the format puts before it; the first one puts nothing. */
function readDims(reader: ByteReader): number[] {
  const magic = reader.uint32();
  const hasStorage = ARRAYS_WITH_STORAGE.includes(magic);
  if (hasStorage && reader.int32() !== DENSE) throw reader.fault('it holds a sparse array');
  const isWide = hasStorage || magic === ARRAY_V1;
  const rank = isWide ? reader.uint32() : magic;
  if (rank === 0 || rank > MAX_RANK) throw reader.fault(`it states an array of ${rank} dimensions`);
  return Array.from({ length: rank }, () => (isWide ? reader.size64() : reader.uint32()));
}

/** Values by the number that MXNet has for their type. */
function readFloats(reader: ByteReader, count: number): Float32Array {
  const type = reader.int32();
  switch (type) {
    case 0:
      return reader.floats(count);
    case 1:
      return doubles(reader.bytes(count * 8));
    case 2:
      return halfFloats(reader.bytes(count * 2));
    default:
      throw reader.fault(`it holds an array of the number type ${type}, which is none of floats`);
  }
}

function doubles(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new Float32Array(bytes.length / 8);
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat64(i * 8, true);
  return values;
}
