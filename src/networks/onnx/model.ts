import { decodeInitializer, type OnnxInitializer } from './initializer.ts';
import { bytesField, bytesOf, type Field, integerOf, readFields, textsOf, writeFields } from './wire.ts';

// Field numbers of onnx.proto3, ONNX 1.17.
const MODEL_GRAPH = 7;
const MODEL_OPSET = 8;
const OPSET_DOMAIN = 1;
const OPSET_VERSION = 2;
const GRAPH_NODE = 1;
const GRAPH_INITIALIZER = 5;
const GRAPH_INPUT = 11;
const GRAPH_OUTPUT = 12;
const GRAPH_VALUE_INFO = 13;
const NODE_INPUT = 1;
const NODE_OUTPUT = 2;
const NODE_NAME = 3;
const NODE_OPERATOR = 4;
const NODE_DOMAIN = 7;
const NAMED_VALUE = 1;
const VALUE_TYPE = 2;

/** One operation of a graph. */
export interface OnnxNode {
  readonly operator: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name: string;
  /** Attributes and whatever else the file holds, as they stand there. */
  readonly rest: readonly Field[];
}

/** An input or output of a graph: its name and its declared type, as it stands in the file. */
export interface OnnxValue {
  readonly name: string;
  readonly type: Uint8Array | undefined;
  readonly rest: readonly Field[];
}

/** An ONNX model, taken apart as far as Quen changes models; everything else is kept byte for byte. */
export interface OnnxModel {
  /** Version of ONNX's own operators. */
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxInitializer[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** Declared types of values inside the graph. */
  readonly valueInfo: readonly Uint8Array[];
  readonly graphRest: readonly Field[];
  readonly modelRest: readonly Field[];
}

/** Takes an ONNX file apart. Throws `NETWORK_UNRUNNABLE` for damaged bytes and for weights kept in another file. */
export function decodeModel(bytes: Uint8Array): OnnxModel {
  const model = readFields(bytes);
  const graph = readFields(bytesOf(model, MODEL_GRAPH).at(-1) ?? new Uint8Array());
  const known = [GRAPH_NODE, GRAPH_INITIALIZER, GRAPH_INPUT, GRAPH_OUTPUT, GRAPH_VALUE_INFO];
  return {
    opset: opsetOf(model),
    nodes: bytesOf(graph, GRAPH_NODE).map(decodeNode),
    initializers: bytesOf(graph, GRAPH_INITIALIZER).map(decodeInitializer),
    inputs: bytesOf(graph, GRAPH_INPUT).map(decodeValue),
    outputs: bytesOf(graph, GRAPH_OUTPUT).map(decodeValue),
    valueInfo: bytesOf(graph, GRAPH_VALUE_INFO),
    graphRest: graph.filter(({ number }) => !known.includes(number)),
    modelRest: model.filter(({ number }) => number !== MODEL_GRAPH),
  };
}

/** The bytes of a model. */
export function encodeModel(model: OnnxModel): Uint8Array {
  return writeFields([...model.modelRest, bytesField(MODEL_GRAPH, encodeGraph(model))]);
}

/** The bytes of a model's graph alone, as an operator such as Loop holds its body. */
export function encodeGraph(model: OnnxModel): Uint8Array {
  return writeFields([
    ...model.nodes.map((node) => bytesField(GRAPH_NODE, encodeNode(node))),
    ...model.initializers.map(({ tensor }) => bytesField(GRAPH_INITIALIZER, tensor)),
    ...model.inputs.map((value) => bytesField(GRAPH_INPUT, encodeValue(value))),
    ...model.outputs.map((value) => bytesField(GRAPH_OUTPUT, encodeValue(value))),
    ...model.valueInfo.map((value) => bytesField(GRAPH_VALUE_INFO, value)),
    ...model.graphRest,
  ]);
}

function opsetOf(model: readonly Field[]): number {
  const sets = bytesOf(model, MODEL_OPSET).map(readFields);
  const own = sets.find((set) => (textsOf(set, OPSET_DOMAIN)[0] ?? '') === '');
  return own === undefined ? 1 : (integerOf(own, OPSET_VERSION) ?? 1);
}

function decodeNode(bytes: Uint8Array): OnnxNode {
  const fields = readFields(bytes);
  const known = [NODE_INPUT, NODE_OUTPUT, NODE_NAME, NODE_OPERATOR, NODE_DOMAIN];
  return {
    operator: textsOf(fields, NODE_OPERATOR)[0] ?? '',
    domain: textsOf(fields, NODE_DOMAIN)[0] ?? '',
    inputs: textsOf(fields, NODE_INPUT),
    outputs: textsOf(fields, NODE_OUTPUT),
    name: textsOf(fields, NODE_NAME)[0] ?? '',
    rest: fields.filter(({ number }) => !known.includes(number)),
  };
}

function encodeNode(node: OnnxNode): Uint8Array {
  return writeFields([
    ...node.inputs.map((name) => bytesField(NODE_INPUT, name)),
    ...node.outputs.map((name) => bytesField(NODE_OUTPUT, name)),
    ...(node.name === '' ? [] : [bytesField(NODE_NAME, node.name)]),
    bytesField(NODE_OPERATOR, node.operator),
    ...(node.domain === '' ? [] : [bytesField(NODE_DOMAIN, node.domain)]),
    ...node.rest,
  ]);
}

function decodeValue(bytes: Uint8Array): OnnxValue {
  const fields = readFields(bytes);
  return {
    name: textsOf(fields, NAMED_VALUE)[0] ?? '',
    type: bytesOf(fields, VALUE_TYPE)[0],
    rest: fields.filter(({ number }) => number !== NAMED_VALUE && number !== VALUE_TYPE),
  };
}

function encodeValue(value: OnnxValue): Uint8Array {
  const type = value.type === undefined ? [] : [bytesField(VALUE_TYPE, value.type)];
  return writeFields([bytesField(NAMED_VALUE, value.name), ...type, ...value.rest]);
}
