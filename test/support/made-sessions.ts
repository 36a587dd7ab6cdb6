import type { InferenceSession, Tensor } from '../../src/core/tensor.ts';

/** A session whose answers are made, and the inputs it was given. */
export interface MadeSession extends InferenceSession {
  readonly inputs: Tensor[];
}

/** A session of one input, `image`, that answers as told. */
export function madeSession(answer: (image: Tensor) => Record<string, Tensor>): MadeSession {
  const inputs: Tensor[] = [];
  return {
    inputs,
    inputNames: ['image'],
    outputNames: [],
    run: async ({ image }) => {
      inputs.push(image);
      return answer(image);
    },
    release: async () => undefined,
  };
}

/** A tensor of zeros but for some values, by their place. */
export function sparseTensor(dims: readonly number[], values: Readonly<Record<number, number>> = {}): Tensor {
  const data = new Float32Array(dims.reduce((product, dim) => product * dim, 1));
  for (const [place, value] of Object.entries(values)) data[Number(place)] = value;
  return { data, dims };
}

/** The same row `count` times, as a network gives for a batch. */
export function repeatedRow(count: number, row: readonly number[]): Tensor {
  const data = Float32Array.from(Array.from({ length: count }, () => row).flat());
  return { data, dims: [count, row.length] };
}
