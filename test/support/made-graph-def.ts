import {
  bytesField,
  type Field,
  fixed32Field,
  varintField,
  writeFields,
} from '../../src/networks/onnx/wire.ts';

/** A value of an attribute of a TensorFlow node. */
export type MadeAttribute =
  | { readonly integer: number }
  | { readonly integers: readonly number[] }
  | { readonly text: string }
  | { readonly flag: boolean }
  | { readonly float: number }
  | { readonly type: number }
  | { readonly shape: readonly number[] }
  | { readonly tensor: Uint8Array };

/** A node of a TensorFlow graph, encoded. */
export function tfNode(
  name: string,
  operator: string,
  inputs: readonly string[] = [],
  attributes: Readonly<Record<string, MadeAttribute>> = {},
): Uint8Array {
  return writeFields([
    bytesField(1, name),
    bytesField(2, operator),
    ...inputs.map((input) => bytesField(3, input)),
    ...Object.entries(attributes).map(([key, value]) =>
      bytesField(5, writeFields([bytesField(1, key), bytesField(2, writeFields([attributeField(value)]))])),
    ),
  ]);
}

/** A frozen graph of these nodes. */
export function graphDef(nodes: readonly Uint8Array[]): Uint8Array {
  return writeFields(nodes.map((node) => bytesField(1, node)));
}

/** A Const of float32. Fewer values than the shape has room for are written as TensorFlow writes them: the last one repeats. */
export function floatConst(name: string, dims: readonly number[], values: readonly number[]): Uint8Array {
  const isWhole = values.length > 1 && values.length === dims.reduce((product, dim) => product * dim, 1);
  const floats = isWhole
    ? [bytesField(4, new Uint8Array(Float32Array.from(values).buffer))]
    : values.map((value) => fixed32Field(5, value));
  const tensor = writeFields([varintField(1, 1), bytesField(2, shapeMessage(dims)), ...floats]);
  return tfNode(name, 'Const', [], { value: { tensor }, dtype: { type: 1 } });
}

/** A Const of int32; a scalar where it is given a number. */
export function integerConst(name: string, values: number | readonly number[]): Uint8Array {
  const list = typeof values === 'number' ? [values] : values;
  const shape = shapeMessage(typeof values === 'number' ? [] : [list.length]);
  const content = list.map((value) => varintField(7, BigInt(value)));
  const tensor = writeFields([varintField(1, 3), bytesField(2, shape), ...content]);
  return tfNode(name, 'Const', [], { value: { tensor }, dtype: { type: 3 } });
}

function attributeField(value: MadeAttribute): Field {
  if ('integer' in value) return varintField(3, value.integer);
  if ('integers' in value)
    return bytesField(1, writeFields(value.integers.map((item) => varintField(3, item))));
  if ('text' in value) return bytesField(2, value.text);
  if ('flag' in value) return varintField(5, value.flag ? 1 : 0);
  if ('float' in value) return fixed32Field(4, value.float);
  if ('type' in value) return varintField(6, value.type);
  if ('shape' in value) return bytesField(7, shapeMessage(value.shape));
  return bytesField(8, value.tensor);
}

function shapeMessage(dims: readonly number[]): Uint8Array {
  return writeFields(dims.map((dim) => bytesField(2, writeFields([varintField(1, dim)]))));
}
