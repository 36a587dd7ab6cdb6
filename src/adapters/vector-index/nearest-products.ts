import { outputTensor } from '../../core/tensor.ts';
import { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import { encodeModel } from '../../networks/onnx/model.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { createSession, type SessionOptions } from '../onnx/session.ts';

/** The largest inner products of each probe with the rows of a block. */
export interface NearestProducts {
  /** Largest first, shape [P, k]. */
  readonly products: Float32Array;
  /** Rows of the block, shape [P, k]. */
  readonly rows: Float32Array;
}

/** Finds largest inner products by ONNX Runtime. */
export interface NearestProductSession extends AsyncDisposable {
  /** The `k` largest of each probe; `k` is at most the rows of the block, which is read where it lies. */
  readonly nearest: (probes: Matrix, block: Matrix, k: number) => Promise<NearestProducts>;
}

/** Opens a session for {@link NearestProducts}. Throws `NETWORK_UNRUNNABLE`. */
export async function openNearestProducts(options: SessionOptions): Promise<NearestProductSession> {
  const session = await createSession(graph(), options);
  return {
    nearest: async (probes, block, k) => {
      const outputs = await session.run({
        probes: { data: probes.data, dims: [probes.rows, probes.cols] },
        block: { data: block.data, dims: [block.rows, block.cols] },
        k: { data: BigInt64Array.of(BigInt(k)), dims: [1] },
      });
      return { products: outputTensor(outputs, 'largest').data, rows: outputTensor(outputs, 'rows').data };
    },
    [Symbol.asyncDispose]: () => session.release(),
  };
}

/** Rows are handed out as float32, which has every whole number up to 2^24: a block has fewer rows. */
function graph(): Uint8Array {
  const writer = new GraphWriter('nearest-products');
  const probes = writer.input('probes', ['p', 'd']);
  const block = writer.input('block', ['n', 'd']);
  const k = writer.input('k', [1], 'int64');
  const products = writer.node('Gemm', [probes, block], { transB: 1 });
  const [largest = '', places = ''] = writer.nodeWithOutputs('TopK', [products, k], { axis: 1 }, 2);
  writer.node('Identity', [largest], {}, 'largest');
  writer.node('Cast', [places], { to: FLOAT32 }, 'rows');
  writer.output('largest', ['p', 'k']);
  writer.output('rows', ['p', 'k']);
  return encodeModel(writer.model());
}

/** ONNX's number for float32. */
const FLOAT32 = 1;
