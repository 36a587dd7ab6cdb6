import { type Attributes, attributeFields } from './attributes.ts';
import { floatInitializer, integerInitializer, type OnnxInitializer } from './initializer.ts';
import type { OnnxModel, OnnxNode, OnnxValue } from './model.ts';
import { bytesField, varintField, writeFields } from './wire.ts';

/** Version of ONNX's own operators that graphs are written in. */
export const OPSET = 17;
const IR_VERSION = 8;
const ELEMENT_TYPES = { float32: 1, int64: 7, bool: 9 } as const;

/** What a declared input or output holds. */
export type ElementType = keyof typeof ELEMENT_TYPES;

/** A size in a declared shape: a number, or a name where it is free. */
export type DeclaredDim = number | string;

/**
 * Builds an ONNX graph node by node. Every method returns the name of the value it makes, so that a network reads as
 * nested calls. Nodes must be added in an order in which each value exists before it is used.
 */
export class GraphWriter {
  readonly #name: string;
  readonly #prefix: string;
  readonly #nodes: OnnxNode[] = [];
  readonly #initializers = new Map<string, OnnxInitializer>();
  readonly #inputs: OnnxValue[] = [];
  readonly #outputs: OnnxValue[] = [];
  #valueCount = 0;

  /**
   * @param name of the graph, for people who open the file
   * @param prefix before every name made up here; a graph within a graph needs one, for it sees the outer graph's names
   */
  constructor(name: string, prefix = '') {
    this.#name = name;
    this.#prefix = prefix;
  }

  /** An input. @param dims a name stands for a free size */
  input(name: string, dims: readonly DeclaredDim[], type: ElementType = 'float32'): string {
    this.#inputs.push(declaredValue(name, dims, type));
    return name;
  }

  /** Declares an output; the value must bear this name. */
  output(name: string, dims: readonly DeclaredDim[], type: ElementType = 'float32'): void {
    this.#outputs.push(declaredValue(name, dims, type));
  }

  /** A float32 weight; a name may be given once. @param dims empty for a scalar */
  weight(name: string, dims: readonly number[], values: Float32Array): string {
    return this.#add(floatInitializer(name, dims, values));
  }

  /** A scalar float32 constant, kept once for each value. */
  scalar(value: number): string {
    const name = `${this.#prefix}scalar_${value}`;
    if (!this.#initializers.has(name)) this.#add(floatInitializer(name, [], Float32Array.of(value)));
    return name;
  }

  /** A list of int64 such as a shape, kept once for each name. @param name made up of the values when absent */
  integers(values: readonly number[], name = `${this.#prefix}integers_${values.join('_')}`): string {
    if (!this.#initializers.has(name)) this.#add(integerInitializer(name, values));
    return name;
  }

  /** One operation with one result. @param output name of the result; made up when absent */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    output: string = this.#freshName(operator),
  ): string {
    this.#push(operator, inputs, attributes, [output]);
    return output;
  }

  /** One operation with several results, such as Split. @returns their names */
  nodeWithOutputs(
    operator: string,
    inputs: readonly string[],
    attributes: Attributes,
    outputCount: number,
  ): string[] {
    const outputs = Array.from({ length: outputCount }, () => this.#freshName(operator));
    this.#push(operator, inputs, attributes, outputs);
    return outputs;
  }

  /** The finished model. */
  model(): OnnxModel {
    return {
      opset: OPSET,
      nodes: this.#nodes,
      initializers: [...this.#initializers.values()],
      inputs: this.#inputs,
      outputs: this.#outputs,
      valueInfo: [],
      graphRest: [bytesField(2, this.#name)],
      modelRest: [
        varintField(1, IR_VERSION),
        bytesField(2, 'quen'),
        bytesField(8, writeFields([varintField(2, OPSET)])),
      ],
    };
  }

  #push(
    operator: string,
    inputs: readonly string[],
    attributes: Attributes,
    outputs: readonly string[],
  ): void {
    const [name = ''] = outputs;
    this.#nodes.push({ operator, domain: '', inputs, outputs, name, rest: attributeFields(attributes) });
  }

  #add(initializer: OnnxInitializer): string {
    const { name } = initializer;
    if (this.#initializers.has(name)) throw new Error(`The weight ${name} was added twice.`);
    this.#initializers.set(name, initializer);
    return name;
  }

  #freshName(operator: string): string {
    this.#valueCount += 1;
    return `${this.#prefix}${operator.toLowerCase()}_${this.#valueCount}`;
  }
}

function declaredValue(name: string, dims: readonly DeclaredDim[], type: ElementType): OnnxValue {
  const shape = dims.map((dim) =>
    bytesField(1, writeFields([typeof dim === 'number' ? varintField(1, dim) : bytesField(2, dim)])),
  );
  const tensor = writeFields([varintField(1, ELEMENT_TYPES[type]), bytesField(2, writeFields(shape))]);
  return { name, type: writeFields([bytesField(1, tensor)]), rest: [] };
}
