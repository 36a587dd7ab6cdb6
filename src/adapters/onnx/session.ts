import * as ort from 'onnxruntime-node';
import { QuenError } from '../../core/errors.ts';
import type { GraphSession, IntegerTensor, Tensor } from '../../core/tensor.ts';

/** How a session runs. */
export interface SessionOptions {
  /** Threads within one run. */
  readonly threads: number;
}

/** Loads a network into ONNX Runtime on the processor. Throws `NETWORK_UNRUNNABLE`. */
export async function createSession(bytes: Uint8Array, { threads }: SessionOptions): Promise<GraphSession> {
  try {
    const session = await ort.InferenceSession.create(bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      // Faults are thrown; ONNX Runtime need not print them too.
      logSeverityLevel: 4,
      // Threads that spin while they wait take the core from another worker.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
    return new OnnxSession(session);
  } catch (cause) {
    throw unrunnable('ONNX Runtime cannot load the network', cause);
  }
}

class OnnxSession implements GraphSession {
  readonly #session: ort.InferenceSession;

  constructor(session: ort.InferenceSession) {
    this.#session = session;
  }

  get inputNames(): readonly string[] {
    return this.#session.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.#session.outputNames;
  }

  async run(
    feeds: Readonly<Record<string, Tensor | IntegerTensor>>,
    into: Readonly<Record<string, Tensor>> = {},
  ): Promise<Record<string, Tensor>> {
    const inputs = Object.entries(feeds).map(([name, tensor]) => [name, ortTensor(tensor)]);
    try {
      const fetched = this.outputNames.map((name) => [
        name,
        into[name] === undefined ? null : ortTensor(into[name]),
      ]);
      const outputs = await this.#session.run(Object.fromEntries(inputs), Object.fromEntries(fetched));
      return Object.fromEntries(
        Object.entries(outputs).map(([name, tensor]) => [name, floatTensor(name, tensor)]),
      );
    } catch (cause) {
      throw cause instanceof QuenError ? cause : unrunnable('The network failed', cause);
    }
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

function ortTensor({ data, dims }: Tensor | IntegerTensor): ort.Tensor {
  return data instanceof Float32Array
    ? new ort.Tensor('float32', data, [...dims])
    : new ort.Tensor('int64', data, [...dims]);
}

function floatTensor(name: string, tensor: ort.Tensor): Tensor {
  if (tensor.data instanceof Float32Array) return { data: tensor.data, dims: tensor.dims };
  throw new QuenError(
    'NETWORK_UNRUNNABLE',
    `The output '${name}' holds ${tensor.type} numbers, not float32.`,
  );
}

function unrunnable(what: string, cause: unknown): QuenError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new QuenError('NETWORK_UNRUNNABLE', `${what}: ${why}. Check its file with 'quen networks verify'.`, {
    cause,
  });
}
