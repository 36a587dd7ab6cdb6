import { bytesOf, type Field, integerOf, readFields } from '../../onnx/wire.ts';
import { fileInvalid } from '../byte-reader.ts';
import { ELEMENT_TYPES, integersOf, shapeOf, tensorAttribute } from './attributes.ts';
import type { TfNode } from './graph-def.ts';
import type { Value } from './value.ts';

// Field numbers of tensor.proto, TensorFlow 2.16.
const ELEMENT_TYPE = 1;
const SHAPE = 2;
const CONTENT = 4;
const FLOATS = 5;
const INT32S = 7;
const INT64S = 10;

/** More numbers than any list of axes, sizes or paddings has. */
const MOST_INTEGERS = 64;

/** Sizes of a Const; undefined for nodes that are none. */
export function constantDims(node: TfNode): number[] | undefined {
  const message = node.operator === 'Const' ? tensorAttribute(node, 'value') : undefined;
  return message && dimsOf(readFields(message));
}

/** Reads the constants of one file. */
export class ConstantReader {
  readonly #origin: string;
  /** Numbers that constants of one repeated value may still grow to. */
  #growth: number;

  /** @param fileBytes size of the file, which bounds what is made of it */
  constructor(origin: string, fileBytes: number) {
    this.#origin = origin;
    this.#growth = fileBytes;
  }

  /** The value of a Const; undefined for element types other than float32, int32 and int64. Throws `NETWORK_FILE_INVALID`. */
  read(node: TfNode): Value | undefined {
    const message = tensorAttribute(node, 'value');
    if (message === undefined) throw this.#fault(node, 'has no value');
    const fields = readFields(message);
    const type = integerOf(fields, ELEMENT_TYPE);
    const dims = dimsOf(fields);
    const count = dims.reduce((product, dim) => product * dim, 1);
    if (!dims.every((dim) => dim >= 0) || !Number.isSafeInteger(count))
      throw this.#fault(node, `has the shape [${dims.join(', ')}]`);
    if (type === ELEMENT_TYPES.float32)
      return { kind: 'constant', name: node.name, dims, data: this.#floats(node, fields, count) };
    if (type !== ELEMENT_TYPES.int32 && type !== ELEMENT_TYPES.int64) return undefined;
    return { kind: 'integers', values: this.#integers(node, { fields, count, type }) };
  }

  #floats(node: TfNode, fields: readonly Field[], count: number): Float32Array {
    const content = bytesOf(fields, CONTENT)[0] ?? new Uint8Array();
    const given = content.length > 0 ? floatsIn(content) : float32sOf(fields);
    if (given.length === count) return given;
    this.#growth -= count - given.length;
    if (given.length > count || this.#growth < 0 || given.length === 0)
      throw this.#fault(node, `has ${given.length} numbers where its shape has ${count}`);
    // Trailing numbers that are all alike are written once.
    const values = new Float32Array(count).fill(given.at(-1) as number);
    values.set(given);
    return values;
  }

  #integers(
    node: TfNode,
    { fields, count, type }: { fields: readonly Field[]; count: number; type: number },
  ): number[] {
    if (count > MOST_INTEGERS) throw this.#fault(node, `lists ${count} whole numbers`);
    const isInt32 = type === ELEMENT_TYPES.int32;
    const content = bytesOf(fields, CONTENT)[0] ?? new Uint8Array();
    const given =
      content.length > 0 ? integersIn(content, isInt32) : integersOf(fields, isInt32 ? INT32S : INT64S);
    if (given.length > count || (given.length === 0 && count > 0))
      throw this.#fault(node, `has ${given.length} numbers where its shape has ${count}`);
    return Array.from({ length: count }, (_, i) => given[i] ?? (given.at(-1) as number));
  }

  #fault(node: TfNode, why: string): Error {
    return fileInvalid(this.#origin, `the constant ${node.name} ${why}`);
  }
}

function dimsOf(fields: readonly Field[]): number[] {
  return shapeOf(bytesOf(fields, SHAPE)[0] ?? new Uint8Array());
}

function float32sOf(fields: readonly Field[]): Float32Array {
  const pieces = fields.flatMap((field) =>
    field.number === FLOATS && field.wire !== 'varint' ? [floatsIn(field.value)] : [],
  );
  const values = new Float32Array(pieces.reduce((total, { length }) => total + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    values.set(piece, offset);
    offset += piece.length;
  }
  return values;
}

function floatsIn(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new Float32Array(Math.floor(bytes.length / 4));
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(i * 4, true);
  return values;
}

function integersIn(bytes: Uint8Array, isInt32: boolean): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const size = isInt32 ? 4 : 8;
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) =>
    isInt32 ? view.getInt32(i * size, true) : Number(view.getBigInt64(i * size, true)),
  );
}
