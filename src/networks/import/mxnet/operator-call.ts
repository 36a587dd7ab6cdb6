import { QuenError } from '../../../core/errors.ts';
import type { GraphWriter } from '../../onnx/graph-writer.ts';
import type { ExpectedDims, WeightTensor } from '../weight-set.ts';
import type { NodeAttributes } from './node-attributes.ts';
import type { Parameters } from './parameters.ts';
import type { Operand, SymbolNode } from './symbol-file.ts';

/** A value of the ONNX graph. */
export interface Value {
  readonly name: string;
  /** Number of its dimensions. */
  readonly rank: number;
  /** Size of its second dimension; `of-input` where it is that of the graph's input, which no file states. */
  readonly channels: number | 'of-input' | 'unknown';
}

/** A graph in translation. */
export interface GraphState {
  /** The file, for messages. */
  readonly origin: string;
  readonly graph: GraphWriter;
  readonly parameters: Parameters;
  /** Results by the number of their node. */
  readonly values: Map<number, Value>;
  readonly input: Value;
  /** Name of the variable that is the input. */
  readonly inputName: string;
  /** Known from the first weight that meets the input's channels. */
  inputChannels: number | undefined;
  isInputUsed: boolean;
}

/** Writes the nodes of one operation. @returns its result */
export type Translate = (call: OperatorCall) => Value;

/** How an operator of MXNet is written in ONNX. */
export interface Operator {
  readonly translate: Translate;
  /** Operands that count in inference; those after them are not looked at. All, where absent. */
  readonly operandCount?: number;
}

/** One node to be translated: its attributes, operands and weights. */
export class OperatorCall {
  readonly attributes: NodeAttributes;
  readonly graph: GraphWriter;
  readonly #node: SymbolNode;
  readonly #state: GraphState;

  constructor(node: SymbolNode, state: GraphState) {
    this.attributes = node.attributes;
    this.graph = state.graph;
    this.#node = node;
    this.#state = state;
  }

  /** All operands as values. */
  get inputs(): Value[] {
    return this.#node.operands.map((_, index) => this.input(index));
  }

  /** An operand as a value, which may be a weight. */
  input(index: number): Value {
    const operand = this.#operand(index);
    if (operand.kind === 'result') return this.#result(operand.node, operand.output);
    if (operand.name === this.#state.inputName) {
      this.#state.isInputUsed = true;
      return this.#state.input;
    }
    const weight = this.#state.parameters.take(operand.name);
    const name = this.#state.parameters.write(this.graph, operand.name, weight);
    return { name, rank: weight.dims.length, channels: weight.dims[1] ?? 'unknown' };
  }

  /** The first operand, which must be a batch of images, NCHW. */
  image(): Value {
    const value = this.input(0);
    if (value.rank !== 4) throw this.unsupported(`it works on ${value.rank} dimensions instead of 4`);
    return value;
  }

  /** Values of an operand that must be a weight. */
  weight(index: number, dims: ExpectedDims): WeightTensor {
    return this.#state.parameters.take(this.#weightName(index), dims);
  }

  /** A weight put into the graph. @param as in another shape or with other values @returns its name there */
  weightInput(index: number, dims: ExpectedDims, as?: (weight: WeightTensor) => WeightTensor): string {
    const weight = this.weight(index, dims);
    const name = this.#weightName(index);
    return this.#state.parameters.write(this.graph, name, as ? as(weight) : weight);
  }

  /** A constant of the operator's own, shared by all that want the same. @returns its name in the graph */
  constant(name: string, tensor: WeightTensor): string {
    return this.#state.parameters.write(this.graph, `:${name}`, tensor);
  }

  /** Throws `NETWORK_ARCHITECTURE_MISMATCH` where a value has another number of channels than a weight is made for. */
  assertChannels({ channels }: Value, expected: number): void {
    if (channels === 'unknown') return;
    const found = channels === 'of-input' ? (this.#state.inputChannels ?? expected) : channels;
    if (channels === 'of-input') this.#state.inputChannels = found;
    if (found !== expected) throw this.unsupported(`its weights are for ${expected} channels, not ${found}`);
  }

  /** The fault of a node that cannot be translated. */
  unsupported(why: string): QuenError {
    const { name, operator } = this.#node;
    const where = `${this.#state.origin} cannot be turned into ONNX because of the node ${name} (${operator})`;
    const message = `${where}: ${why}. Choose another network, or this one as ONNX.`;
    return new QuenError('NETWORK_ARCHITECTURE_MISMATCH', message);
  }

  #operand(index: number): Operand {
    const operand = this.#node.operands[index];
    if (operand === undefined) throw this.unsupported(`it has no operand ${index + 1}`);
    return operand;
  }

  #result(node: number, output: number): Value {
    const value = this.#state.values.get(node);
    if (value === undefined || output !== 0)
      throw this.unsupported('it needs a second result of another node');
    return value;
  }

  #weightName(index: number): string {
    const operand = this.#operand(index);
    if (operand.kind === 'variable' && operand.name !== this.#state.inputName) return operand.name;
    throw this.unsupported(`its operand ${index + 1} is computed instead of being a weight`);
  }
}
