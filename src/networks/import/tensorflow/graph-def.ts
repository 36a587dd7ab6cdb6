import { QuenError } from '../../../core/errors.ts';
import { bytesOf, type Field, readFields, textsOf } from '../../onnx/wire.ts';
import { fileInvalid } from '../byte-reader.ts';
import type { ImportFile } from '../import-file.ts';

// Field numbers of graph.proto and node_def.proto, TensorFlow 2.16.
const GRAPH_NODE = 1;
const NODE_NAME = 1;
const NODE_OPERATOR = 2;
const NODE_INPUT = 3;
const NODE_ATTRIBUTE = 5;
const ENTRY_KEY = 1;
const ENTRY_VALUE = 2;

/** One of the results of a node. */
export interface Reference {
  readonly node: string;
  readonly port: number;
}

/** One operation of a TensorFlow graph. */
export interface TfNode {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly Reference[];
  /** Nodes that must have run before, though nothing of theirs is used. */
  readonly controls: readonly string[];
  /** Fields of each attribute's AttrValue message. */
  readonly attributes: ReadonlyMap<string, readonly Field[]>;
}

/** Operations by name. */
export type TfGraph = ReadonlyMap<string, TfNode>;

/** Reads a frozen GraphDef. Throws `NETWORK_FILE_INVALID`. */
export function readGraphDef({ name, bytes }: ImportFile): TfGraph {
  const nodes = bytesOf(readFields(bytes), GRAPH_NODE).map(readNode);
  if (nodes.length === 0) throw fileInvalid(name, 'it holds no graph');
  const graph = new Map(nodes.map((node) => [node.name, node]));
  if (graph.size < nodes.length) throw fileInvalid(name, 'two of its nodes have one name');
  return graph;
}

/** The node and port that an input such as `a`, `a:1` names. */
export function referenceOf(input: string): Reference {
  const [, node = input, port] = /^(.*):(\d{1,4})$/s.exec(input) ?? [];
  return { node, port: Number(port ?? 0) };
}

/** Runs code that reads protobuf messages; their damage becomes `NETWORK_FILE_INVALID`. @param origin the file */
export function readingProtobuf<T>(origin: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof QuenError && cause.code === 'NETWORK_UNRUNNABLE')
      throw fileInvalid(origin, 'it is no TensorFlow graph', cause);
    throw cause;
  }
}

function readNode(bytes: Uint8Array): TfNode {
  const fields = readFields(bytes);
  const inputs = textsOf(fields, NODE_INPUT);
  return {
    name: textsOf(fields, NODE_NAME)[0] ?? '',
    operator: textsOf(fields, NODE_OPERATOR)[0] ?? '',
    inputs: inputs.filter((input) => !input.startsWith('^')).map(referenceOf),
    controls: inputs.filter((input) => input.startsWith('^')).map((input) => input.slice(1)),
    attributes: new Map(bytesOf(fields, NODE_ATTRIBUTE).map(readAttribute)),
  };
}

function readAttribute(bytes: Uint8Array): [string, Field[]] {
  const entry = readFields(bytes);
  return [textsOf(entry, ENTRY_KEY)[0] ?? '', readFields(bytesOf(entry, ENTRY_VALUE)[0] ?? new Uint8Array())];
}
