import { QuenError } from './errors.ts';

/** A dense float32 array with its shape; `data.length` is the product of `dims`. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A dense int64 array with its shape, such as labels and places of rows. */
export interface IntegerTensor {
  readonly data: BigInt64Array;
  readonly dims: readonly number[];
}

/** A network that is ready to run. `run` takes and returns tensors by name. */
export interface InferenceSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
}

/**
 * A session that takes int64 tensors beside float32 ones, as graphs that train do, and writes outputs named in `into`
 * into those tensors too.
 */
export interface GraphSession extends InferenceSession {
  run(
    feeds: Readonly<Record<string, Tensor | IntegerTensor>>,
    into?: Readonly<Record<string, Tensor>>,
  ): Promise<Readonly<Record<string, Tensor>>>;
}

/** The tensor a network gave under a name; throws `NETWORK_UNRUNNABLE` where it gave none. */
export function outputTensor(outputs: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const tensor = outputs[name];
  if (tensor !== undefined) return tensor;
  throw new QuenError(
    'NETWORK_UNRUNNABLE',
    `The network gave no output '${name}', only ${Object.keys(outputs).join(', ')}. Check the output name on its card.`,
  );
}
