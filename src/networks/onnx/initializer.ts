import { QuenError } from '../../core/errors.ts';
import {
  bytesField,
  bytesOf,
  type Field,
  integerOf,
  readFields,
  textsOf,
  varintField,
  writeFields,
} from './wire.ts';

// Field numbers of TensorProto in onnx.proto3, ONNX 1.17.
const DIMS = 1;
const ELEMENT_TYPE = 2;
const FLOATS = 4;
const NAME = 8;
const RAW = 9;
const LOCATION = 14;
const FLOAT_TYPE = 1;
const INT64_TYPE = 7;
const EXTERNAL_LOCATION = 1;

/** A weight by its name; the tensor as it stands in the file. */
export interface OnnxInitializer {
  readonly name: string;
  /** Whether it holds float32. */
  readonly isFloat: boolean;
  readonly tensor: Uint8Array;
}

/** A weight of an ONNX file. Throws `NETWORK_UNRUNNABLE` where its values are kept in another file. */
export function decodeInitializer(tensor: Uint8Array): OnnxInitializer {
  const fields = readFields(tensor);
  const name = textsOf(fields, NAME)[0] ?? '';
  if (integerOf(fields, LOCATION) === EXTERNAL_LOCATION) {
    const message = `The weight ${name} is kept in another file. Save the network as one file, with its weights inside.`;
    throw new QuenError('NETWORK_UNRUNNABLE', message);
  }
  return { name, isFloat: integerOf(fields, ELEMENT_TYPE) === FLOAT_TYPE, tensor };
}

/** A float32 weight. @param dims empty for a scalar */
export function floatInitializer(
  name: string,
  dims: readonly number[],
  values: Float32Array,
): OnnxInitializer {
  const raw = new Uint8Array(values.length * 4);
  const view = new DataView(raw.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i] as number, true);
  return { name, isFloat: true, tensor: tensorOf(name, FLOAT_TYPE, dims, raw) };
}

/** A list of int64, as shapes and axes are. */
export function integerInitializer(name: string, values: readonly number[]): OnnxInitializer {
  const raw = new Uint8Array(values.length * 8);
  const view = new DataView(raw.buffer);
  values.forEach((value, index) => {
    view.setBigInt64(index * 8, BigInt(value), true);
  });
  return { name, isFloat: false, tensor: tensorOf(name, INT64_TYPE, [values.length], raw) };
}

/** Shape and values of a float32 weight; undefined for other element types and for values that do not fill the shape. */
export function floatsOf({
  isFloat,
  tensor,
}: OnnxInitializer): { readonly dims: readonly number[]; readonly values: Float32Array } | undefined {
  if (!isFloat) return undefined;
  const fields = readFields(tensor);
  const dims = dimsOf(fields);
  const packed = bytesOf(fields, RAW)[0] ?? bytesOf(fields, FLOATS)[0] ?? new Uint8Array();
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (packed.length !== count * 4) return undefined;
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = view.getFloat32(i * 4, true);
  return { dims, values };
}

function tensorOf(name: string, elementType: number, dims: readonly number[], raw: Uint8Array): Uint8Array {
  return writeFields([
    ...dims.map((dim) => varintField(DIMS, dim)),
    varintField(ELEMENT_TYPE, elementType),
    bytesField(NAME, name),
    bytesField(RAW, raw),
  ]);
}

/** Dimensions are written one field each or packed into one. */
function dimsOf(fields: readonly Field[]): number[] {
  return fields.flatMap((field) => {
    if (field.number !== DIMS) return [];
    if (field.wire === 'varint') return [Number(field.value)];
    return field.wire === 'bytes' ? packedIntegers(field.value) : [];
  });
}

function packedIntegers(bytes: Uint8Array): number[] {
  const values: number[] = [];
  let value = 0;
  let weight = 1;
  for (const byte of bytes) {
    value += (byte & 0x7f) * weight;
    weight *= 128;
    if (byte < 0x80) {
      values.push(value);
      value = 0;
      weight = 1;
    }
  }
  return values;
}
