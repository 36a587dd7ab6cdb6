import type { DeclaredDim } from '../../onnx/graph-writer.ts';
import type { OnnxModel } from '../../onnx/model.ts';
import { fileInvalid } from '../byte-reader.ts';
import type { ImportFile } from '../import-file.ts';
import { BINARY, UNARY } from './elementwise.ts';
import { readGraphDef, readingProtobuf, referenceOf, type TfGraph, type TfNode } from './graph-def.ts';
import { IMAGE_OPERATORS } from './image-operators.ts';
import { type InferencePart, inferencePart, unfit } from './inference-order.ts';
import { inputSize } from './input-size.ts';
import { SHAPE_OPERATORS } from './shape-operators.ts';
import { TargetGraph } from './target-graph.ts';
import { ConstantReader } from './tensor-proto.ts';
import { type Translate, Translation } from './translation.ts';
import type { Dim, TensorValue, Value } from './value.ts';

const OPERATORS: ReadonlyMap<string, Translate> = new Map(
  Object.entries({ ...UNARY, ...BINARY, ...IMAGE_OPERATORS, ...SHAPE_OPERATORS }),
);

/**
 * Turns a frozen TensorFlow graph (GraphDef, `.pb`) into ONNX, from one of its nodes to another. Images are
 * [batch, channels, height, width] in what comes out. Throws `NETWORK_FILE_INVALID` and `NETWORK_ARCHITECTURE_MISMATCH`.
 * @param nodes names of the input and of the output in the graph, which they keep
 */
export function importTensorflow(
  files: readonly ImportFile[],
  nodes: { readonly input: string; readonly output: string },
): OnnxModel {
  const [file, ...others] = files;
  if (file === undefined || others.length > 0)
    throw fileInvalid('A TensorFlow network', `it has ${files.length} files, not one`);
  return readingProtobuf(file.name, () => new GraphImport(file, nodes).model());
}

class GraphImport {
  readonly #file: ImportFile;
  readonly #graph: TfGraph;
  readonly #input: string;
  readonly #output: string;
  readonly #part: InferencePart;
  readonly #constants: ConstantReader;
  readonly #target = new TargetGraph();
  readonly #values = new Map<string, Value | undefined>();

  constructor(file: ImportFile, { input, output }: { readonly input: string; readonly output: string }) {
    this.#file = file;
    this.#graph = readGraphDef(file);
    this.#input = referenceOf(input).node;
    this.#output = output;
    const ends = { input: this.#input, output: referenceOf(output) };
    this.#part = inferencePart(this.#graph, ends, file.name);
    this.#constants = new ConstantReader(file.name, file.bytes.length);
    this.#values.set(this.#input, this.#declaredInput(input));
  }

  model(): OnnxModel {
    for (const node of this.#part.nodes)
      if (node.name !== this.#input) this.#values.set(node.name, this.#valueOf(node));
    const result = this.#values.get(this.#part.resolve(referenceOf(this.#output)).node);
    if (result?.kind !== 'tensor') throw unfit(this.#file.name, `computes no numbers at ${this.#output}`);
    this.#target.output(this.#output, declaredDims(result, 'output'), result.name);
    return this.#target.model();
  }

  #declaredInput(name: string): TensorValue {
    const size = inputSize(this.#graph, this.#input, this.#part);
    if (size === undefined) throw unfit(this.#file.name, `takes no images at ${name}`);
    const value: TensorValue = { kind: 'tensor', name, dims: ['batch', ...size], isImage: true };
    this.#target.input(name, declaredDims(value, 'input'));
    return value;
  }

  #valueOf(node: TfNode): Value | undefined {
    if (node.operator === 'Const') return this.#constants.read(node);
    const translate = OPERATORS.get(node.operator);
    if (translate === undefined)
      throw unfit(this.#file.name, `has the ${node.operator} ${node.name}, an operation Quen cannot import`);
    const inputs = node.inputs.map((reference) => {
      const { node: source, port } = this.#part.resolve(reference);
      const value = this.#values.get(source);
      if (value === undefined || port !== 0)
        throw unfit(
          this.#file.name,
          `feeds ${node.name} with result ${port} of ${source}, which is no use here`,
        );
      return value;
    });
    return translate(new Translation(node, inputs, this.#target, this.#file.name));
  }
}

/** Sizes as ONNX declares them; free ones are named. */
function declaredDims({ dims, isImage }: TensorValue, prefix: string): DeclaredDim[] {
  const named = dims.map((dim, axis): Dim | string => dim ?? freeName(dims.length, axis, prefix));
  const [batch, height, width, channels] = named;
  return (isImage ? [batch, channels, height, width] : named) as DeclaredDim[];
}

function freeName(rank: number, axis: number, prefix: string): string {
  const name = (rank === 4 ? ['batch', 'height', 'width', 'channels'][axis] : undefined) ?? `size${axis}`;
  return prefix === 'input' ? name : `${prefix}_${name}`;
}
