import type { OnnxModel, OnnxValue } from './model.ts';
import { bytesOf, integerOf, readFields } from './wire.ts';

// Field numbers of TypeProto and TensorShapeProto in onnx.proto3, ONNX 1.17.
const TYPE_TENSOR = 1;
const TENSOR_SHAPE = 2;
const SHAPE_DIM = 1;
const DIM_VALUE = 1;

/** The inputs that a run must feed: older files list their weights among the inputs. */
export function fedInputs({ inputs, initializers }: OnnxModel): OnnxValue[] {
  const weights = new Set(initializers.map(({ name }) => name));
  return inputs.filter(({ name }) => !weights.has(name));
}

/** A value's declared sizes; undefined for one that is free. */
export function declaredShape({ type }: OnnxValue): (number | undefined)[] {
  const [tensor] = bytesOf(readFields(type ?? new Uint8Array()), TYPE_TENSOR);
  const [shape] = bytesOf(readFields(tensor ?? new Uint8Array()), TENSOR_SHAPE);
  const dims = bytesOf(readFields(shape ?? new Uint8Array()), SHAPE_DIM);
  return dims.map((dim) => integerOf(readFields(dim), DIM_VALUE));
}
