import type { Attributes } from '../../onnx/attributes.ts';
import { type DeclaredDim, GraphWriter } from '../../onnx/graph-writer.ts';
import type { OnnxModel } from '../../onnx/model.ts';

/** An array as a weight holds it, row-major. */
export interface FloatArray {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** The ONNX graph being written, with names that no value of the TensorFlow graph has. */
export class TargetGraph {
  readonly #graph = new GraphWriter('tensorflow');
  readonly #weights = new Set<string>();
  #resultCount = 0;

  /** Declares the input. */
  input(name: string, dims: readonly DeclaredDim[]): string {
    return this.#graph.input(name, dims);
  }

  /** Declares the output and has it hold a value. */
  output(name: string, dims: readonly DeclaredDim[], value: string): void {
    this.#graph.node('Identity', [value], {}, name);
    this.#graph.output(name, dims);
  }

  /** One operation with one result. @returns its name */
  write(operator: string, inputs: readonly string[], attributes: Attributes = {}): string {
    this.#resultCount += 1;
    return this.#graph.node(operator, inputs, attributes, `${operator.toLowerCase()}%${this.#resultCount}`);
  }

  /** A weight, made and written when it is first asked for. @param make called at most once for a name */
  weight(name: string, make: () => FloatArray): string {
    const key = `weight:${name}`;
    if (this.#weights.has(key)) return key;
    this.#weights.add(key);
    const { dims, data } = make();
    return this.#graph.weight(key, dims, data);
  }

  /** A scalar constant. */
  scalar(value: number): string {
    return this.#graph.scalar(value);
  }

  /** A list of int64. */
  integers(values: readonly number[]): string {
    return this.#graph.integers(values);
  }

  /** The finished model. */
  model(): OnnxModel {
    return this.#graph.model();
  }
}

/** Reorders the axes of a row-major array of four. @param order for each axis of the result, the axis it was */
export function transposed({ dims, data }: FloatArray, order: readonly number[]): FloatArray {
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((product, dim) => product * dim, 1));
  const axes = order.map((axis) => ({ dim: dims[axis] as number, step: strides[axis] as number }));
  const out = new Float32Array(data.length);
  // Where one axis is empty, the others may be of any length.
  if (out.length === 0) return { dims: axes.map(({ dim }) => dim), data: out };
  const [a, b, c, d] = axes as [Axis, Axis, Axis, Axis];
  let place = 0;
  for (let i = 0; i < a.dim; i++)
    for (let j = 0; j < b.dim; j++)
      for (let k = 0; k < c.dim; k++) {
        const start = i * a.step + j * b.step + k * c.step;
        for (let l = 0; l < d.dim; l++) out[place++] = data[start + l * d.step] as number;
      }
  return { dims: axes.map(({ dim }) => dim), data: out };
}

interface Axis {
  readonly dim: number;
  readonly step: number;
}
