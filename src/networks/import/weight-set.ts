import { QuenError } from '../../core/errors.ts';

/** A weight as read from a file, whatever number type it had there; row-major. */
export interface WeightTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** A shape to be met; `any` where the size is taken as it comes. */
export type ExpectedDims = readonly (number | 'any')[];

/**
 * The weights of one network by name, each to be taken once. A builder takes what its architecture has; what it asks for
 * in vain, in another shape, or leaves untaken shows that file and architecture do not belong together.
 */
export class WeightSet {
  readonly #weights: Map<string, WeightTensor>;
  readonly #origin: string;

  /** @param origin the file, for messages */
  constructor(weights: ReadonlyMap<string, WeightTensor>, origin: string) {
    this.#weights = new Map(weights);
    this.#origin = origin;
  }

  /** Names not taken yet, in the file's order. */
  get names(): string[] {
    return [...this.#weights.keys()];
  }

  /** Whether a weight of this name is still there. */
  has(name: string): boolean {
    return this.#weights.has(name);
  }

  /** Shape of a weight that is still there; empty where there is none. */
  dimsOf(name: string): readonly number[] {
    return this.#weights.get(name)?.dims ?? [];
  }

  /** Takes a weight out. Throws `NETWORK_ARCHITECTURE_MISMATCH` where there is none or its shape is another. */
  take(name: string, dims?: ExpectedDims): WeightTensor {
    const weight = this.#weights.get(name);
    if (weight === undefined) throw this.#mismatch(`has no weight ${name}`);
    if (dims !== undefined && !isShape(weight.dims, dims))
      throw this.#mismatch(
        `has the weight ${name} of shape [${weight.dims.join(', ')}], not [${dims.join(', ')}]`,
      );
    this.#weights.delete(name);
    return weight;
  }

  /** Drops a weight that training needs and a run does not, such as a counter; it need not be there. */
  drop(name: string): void {
    this.#weights.delete(name);
  }

  /** The weights whose names begin so, under what follows; they are taken out of this set. */
  below(prefix: string): WeightSet {
    const found = new Map<string, WeightTensor>();
    for (const name of this.names.filter((candidate) => candidate.startsWith(prefix)))
      found.set(name.slice(prefix.length), this.take(name));
    return new WeightSet(found, this.#origin);
  }

  /** All weights under other names; they are taken out of this set. */
  renamed(nameOf: (name: string) => string): WeightSet {
    const found = this.names.map((name) => [nameOf(name), this.take(name)] as const);
    return new WeightSet(new Map(found), this.#origin);
  }

  /** Throws `NETWORK_ARCHITECTURE_MISMATCH` where a weight was not taken. */
  assertAllTaken(): void {
    const left = this.names;
    if (left.length === 0) return;
    const some = left.slice(0, 3).join(', ');
    throw this.#mismatch(`has ${left.length} weights that the architecture does not: ${some}`);
  }

  #mismatch(what: string): QuenError {
    const message = `${this.#origin} ${what}. It does not belong to this architecture; choose another card.`;
    return new QuenError('NETWORK_ARCHITECTURE_MISMATCH', message);
  }
}

function isShape(dims: readonly number[], expected: ExpectedDims): boolean {
  return (
    dims.length === expected.length &&
    dims.every((dim, axis) => expected[axis] === 'any' || expected[axis] === dim)
  );
}
