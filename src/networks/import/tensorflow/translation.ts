import type { QuenError } from '../../../core/errors.ts';
import type { TfNode } from './graph-def.ts';
import { unfit } from './inference-order.ts';
import type { TargetGraph } from './target-graph.ts';
import type { ConstantValue, IntegersValue, TensorValue, Value } from './value.ts';

/** For each axis of an ONNX image, the axis of the TensorFlow image that it is. */
export const TO_IMAGE: readonly number[] = [0, 3, 1, 2];
/** For each axis of a TensorFlow image, the axis of the ONNX image that it is. */
export const FROM_IMAGE: readonly number[] = [0, 2, 3, 1];

/** One node of a TensorFlow graph, what its inputs have become, and the graph that the ONNX nodes for it go to. */
export class Translation {
  readonly node: TfNode;
  readonly target: TargetGraph;
  readonly #inputs: readonly Value[];
  readonly #origin: string;

  /** @param origin the file, for messages */
  constructor(node: TfNode, inputs: readonly Value[], target: TargetGraph, origin: string) {
    this.node = node;
    this.#inputs = inputs;
    this.target = target;
    this.#origin = origin;
  }

  /** How many inputs the node has. */
  get inputCount(): number {
    return this.#inputs.length;
  }

  /** The fault of this node. @param what follows its name */
  unfit(what: string): QuenError {
    return unfit(this.#origin, `has the ${this.node.operator} ${this.node.name}, which ${what}`);
  }

  /** Any input. */
  input(index: number): Value {
    const value = this.#inputs[index];
    if (value === undefined) throw this.unfit(`lacks its input ${index}`);
    return value;
  }

  /** An input that must be a weight of a number of dimensions. */
  constant(index: number, rank: number): ConstantValue {
    const value = this.input(index);
    if (value.kind !== 'constant' || value.dims.length !== rank)
      throw this.unfit(`does not have a weight of ${rank} dimensions as input ${index}`);
    return value;
  }

  /** An input that must be whole numbers. */
  integers(index: number): IntegersValue {
    const value = this.input(index);
    if (value.kind !== 'integers') throw this.unfit(`does not have whole numbers as input ${index}`);
    return value;
  }

  /** An input that must be whole numbers of this file, such as axes. */
  fixedIntegers(index: number): number[] {
    return this.integers(index).values.map((value) => {
      if (typeof value !== 'number') throw this.unfit(`computes the whole numbers of input ${index}`);
      return value;
    });
  }

  /** An input as a tensor; weights are written as they are. */
  tensor(index: number): TensorValue {
    const value = this.input(index);
    if (value.kind === 'integers') throw this.unfit(`computes with the whole numbers of input ${index}`);
    if (value.kind === 'tensor') return value;
    const name = this.target.weight(value.name, () => value);
    return { kind: 'tensor', name, dims: value.dims, isImage: false };
  }

  /** An input as an image, [batch, channels, height, width] in the ONNX graph. */
  image(index: number): TensorValue {
    const value = this.tensor(index);
    if (value.isImage) return value;
    if (value.dims.length !== 4)
      throw this.unfit(`has an input of ${value.dims.length} dimensions, no image`);
    const name = this.target.write('Transpose', [value.name], { perm: TO_IMAGE });
    return { ...value, name, isImage: true };
  }

  /** An input in TensorFlow's order of dimensions. */
  plain(index: number): TensorValue {
    const value = this.tensor(index);
    if (!value.isImage) return value;
    return {
      ...value,
      name: this.target.write('Transpose', [value.name], { perm: FROM_IMAGE }),
      isImage: false,
    };
  }

  /** Places of axes counted from the front, where negative ones count from the end. */
  axes(given: readonly number[], rank: number): number[] {
    return given.map((axis) => {
      const place = axis < 0 ? axis + rank : axis;
      if (!(place >= 0 && place < rank)) throw this.unfit(`works along axis ${axis} of ${rank}`);
      return place;
    });
  }
}

/** Turns one node into ONNX nodes. */
export type Translate = (step: Translation) => Value;
