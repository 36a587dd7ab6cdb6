import { encodeGraph, type OnnxModel, type OnnxNode } from './model.ts';
import {
  bytesField,
  bytesOf,
  type Field,
  fixed32Field,
  integerOf,
  readFields,
  textsOf,
  varintField,
  writeFields,
} from './wire.ts';

// Field numbers of AttributeProto in onnx.proto3, ONNX 1.17.
const NODE_ATTRIBUTE = 5;
const NAME = 1;
const FLOAT = 2;
const INTEGER = 3;
const TEXT = 4;
const GRAPH = 6;
const INTEGERS = 8;
const TYPE = 20;
const TYPE_OF = { float: 1, integer: 2, text: 3, graph: 5, integers: 7 } as const;

/** A value of an operator's attribute: a whole number, a list of them, a text, a float32, or a graph such as Loop's. */
export type AttributeValue =
  | number
  | readonly number[]
  | string
  | { readonly float: number }
  | { readonly graph: OnnxModel };

/** Attributes of an operator by name. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** Attributes as fields of a node, in the order given. */
export function attributeFields(attributes: Attributes): Field[] {
  return Object.entries(attributes).map(([name, value]) =>
    bytesField(NODE_ATTRIBUTE, writeFields([bytesField(NAME, name), ...valueFields(value)])),
  );
}

/** A float32 attribute of a node; undefined where the node leaves it to the operator's default. */
export function floatAttribute(node: OnnxNode, name: string): number | undefined {
  const field = attributeOf(node, name)?.find(({ number }) => number === FLOAT);
  if (field?.wire !== 'fixed32') return undefined;
  return new DataView(field.value.buffer, field.value.byteOffset, 4).getFloat32(0, true);
}

/** A whole-number attribute of a node; undefined where the node leaves it to the operator's default. */
export function integerAttribute(node: OnnxNode, name: string): number | undefined {
  const fields = attributeOf(node, name);
  return fields && integerOf(fields, INTEGER);
}

function attributeOf({ rest }: OnnxNode, name: string): Field[] | undefined {
  return bytesOf(rest, NODE_ATTRIBUTE)
    .map(readFields)
    .find((fields) => textsOf(fields, NAME)[0] === name);
}

function valueFields(value: AttributeValue): Field[] {
  if (typeof value === 'number') return [varintField(INTEGER, value), varintField(TYPE, TYPE_OF.integer)];
  if (typeof value === 'string') return [bytesField(TEXT, value), varintField(TYPE, TYPE_OF.text)];
  if ('float' in value) return [fixed32Field(FLOAT, value.float), varintField(TYPE, TYPE_OF.float)];
  if ('graph' in value)
    return [bytesField(GRAPH, encodeGraph(value.graph)), varintField(TYPE, TYPE_OF.graph)];
  return [...value.map((item) => varintField(INTEGERS, item)), varintField(TYPE, TYPE_OF.integers)];
}
