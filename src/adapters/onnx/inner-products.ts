import { outputTensor } from '../../core/tensor.ts';
import { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import { encodeModel } from '../../networks/onnx/model.ts';
import type { AsyncInnerProducts } from '../../numerics/inner-products.ts';
import { createSession, type SessionOptions } from './session.ts';

/** Inner products by ONNX Runtime, and the session they hold. */
export interface InnerProductSession extends AsyncDisposable {
  /** Of every row of `a` with every row of `b`, summed in float32. @returns shape [a.rows, b.rows] */
  readonly innerProducts: AsyncInnerProducts;
}

/**
 * Opens a session for the inner products of any two matrices, for work that is too much for plain TypeScript: on one
 * machine the same call gives the same numbers, but a product may depend in its last bits on what else is in the call.
 * Throws `NETWORK_UNRUNNABLE`.
 */
export async function openInnerProducts(options: SessionOptions): Promise<InnerProductSession> {
  const session = await createSession(graph(), options);
  return {
    innerProducts: async (a, b) => {
      if (a.rows === 0 || b.rows === 0) return { data: new Float32Array(0), rows: a.rows, cols: b.rows };
      const outputs = await session.run({
        a: { data: a.data, dims: [a.rows, a.cols] },
        b: { data: b.data, dims: [b.rows, b.cols] },
      });
      return { data: outputTensor(outputs, 'products').data, rows: a.rows, cols: b.rows };
    },
    [Symbol.asyncDispose]: () => session.release(),
  };
}

/** Gemm takes its second matrix by rows, so nothing is turned over beforehand. */
function graph(): Uint8Array {
  const writer = new GraphWriter('inner-products');
  const a = writer.input('a', ['m', 'd']);
  const b = writer.input('b', ['n', 'd']);
  writer.node('Gemm', [a, b], { transB: 1 }, 'products');
  writer.output('products', ['m', 'n']);
  return encodeModel(writer.model());
}
