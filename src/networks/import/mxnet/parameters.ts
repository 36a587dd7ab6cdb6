import type { GraphWriter } from '../../onnx/graph-writer.ts';
import { type ExpectedDims, WeightSet, type WeightTensor } from '../weight-set.ts';

/** The weights of a graph, in which several operations may share one. */
export class Parameters {
  readonly #weights: WeightSet;
  readonly #origin: string;
  readonly #taken = new Map<string, WeightTensor>();
  readonly #written = new Set<string>();

  /** @param origin the file, for messages */
  constructor(weights: WeightSet, origin: string) {
    this.#weights = weights;
    this.#origin = origin;
  }

  /** A weight's values. Throws `NETWORK_ARCHITECTURE_MISMATCH` where there is none or its shape is another. */
  take(name: string, dims?: ExpectedDims): WeightTensor {
    const taken = this.#taken.get(name);
    if (taken !== undefined) return new WeightSet(new Map([[name, taken]]), this.#origin).take(name, dims);
    const weight = this.#weights.take(name, dims);
    this.#taken.set(name, weight);
    return weight;
  }

  /** Puts a weight into the graph, once for each shape it is wanted in. @returns its name there */
  write(graph: GraphWriter, name: string, { dims, data }: WeightTensor): string {
    // The colon keeps it apart from the names that GraphWriter makes up.
    const written = `${name}:${dims.join('x')}`;
    if (!this.#written.has(written)) graph.weight(written, dims, data);
    this.#written.add(written);
    return written;
  }
}
