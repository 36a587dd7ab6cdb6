import { bytesOf, type Field, integerOf, readFields, textsOf } from '../../onnx/wire.ts';
import type { TfNode } from './graph-def.ts';

// Field numbers of attr_value.proto, tensor_shape.proto and types.proto, TensorFlow 2.16.
const LIST = 1;
const TEXT = 2;
const INTEGER = 3;
const FLOAT = 4;
const FLAG = 5;
const TYPE = 6;
const SHAPE = 7;
const TENSOR = 8;
const SHAPE_DIM = 2;
const DIM_SIZE = 1;

/** TensorFlow's number of an element type. */
export const ELEMENT_TYPES = { float32: 1, int32: 3, int64: 9, boolean: 10 } as const;

/** A whole-number attribute. */
export function integerAttribute(node: TfNode, name: string): number | undefined {
  return integerOf(fieldsOf(node, name), INTEGER);
}

/** An attribute that is a list of whole numbers; empty when absent. */
export function integersAttribute(node: TfNode, name: string): number[] {
  const list = bytesOf(fieldsOf(node, name), LIST)[0];
  return list === undefined ? [] : integersOf(readFields(list), INTEGER);
}

/** A text attribute. */
export function textAttribute(node: TfNode, name: string): string | undefined {
  return textsOf(fieldsOf(node, name), TEXT)[0];
}

/** A yes-or-no attribute. */
export function flagAttribute(node: TfNode, name: string): boolean | undefined {
  const value = integerOf(fieldsOf(node, name), FLAG);
  return value === undefined ? undefined : value !== 0;
}

/** A float32 attribute. */
export function floatAttribute(node: TfNode, name: string): number | undefined {
  const field = fieldsOf(node, name).find(({ number }) => number === FLOAT);
  if (field?.wire !== 'fixed32') return undefined;
  return new DataView(field.value.buffer, field.value.byteOffset, 4).getFloat32(0, true);
}

/** An attribute that is an element type, by {@link ELEMENT_TYPES}. */
export function typeAttribute(node: TfNode, name: string): number | undefined {
  return integerOf(fieldsOf(node, name), TYPE);
}

/** The TensorProto message of a tensor attribute. */
export function tensorAttribute(node: TfNode, name: string): Uint8Array | undefined {
  return bytesOf(fieldsOf(node, name), TENSOR)[0];
}

/** An attribute that is a shape, or the shapes of a list; free sizes are -1. */
export function shapesAttribute(node: TfNode, name: string): number[][] {
  const fields = fieldsOf(node, name);
  const inList = bytesOf(fields, LIST).flatMap((list) => bytesOf(readFields(list), SHAPE));
  return [...bytesOf(fields, SHAPE), ...inList].map(shapeOf);
}

/** Sizes of a TensorShapeProto message. */
export function shapeOf(message: Uint8Array): number[] {
  const dims = bytesOf(readFields(message), SHAPE_DIM);
  return dims.map((dim) => integerOf(readFields(dim), DIM_SIZE) ?? 0);
}

/** Values of a repeated integer field, whether packed into one or written one by one. */
export function integersOf(fields: readonly Field[], number: number): number[] {
  return fields.flatMap((field) => {
    if (field.number !== number) return [];
    if (field.wire === 'varint') return [signed(field.value)];
    return field.wire === 'bytes' ? unpacked(field.value) : [];
  });
}

function fieldsOf({ attributes }: TfNode, name: string): readonly Field[] {
  return attributes.get(name) ?? [];
}

function unpacked(bytes: Uint8Array): number[] {
  const values: number[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    // Ten bytes hold any 64-bit number; what a damaged file has beyond them counts for nothing.
    if (shift < 70n) value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte >= 0x80) continue;
    values.push(signed(value));
    value = 0n;
    shift = 0n;
  }
  return values;
}

function signed(value: bigint): number {
  return Number(BigInt.asIntN(64, value));
}
