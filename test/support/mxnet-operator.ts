import type { Tensor } from '../../src/core/tensor.ts';
import { importMxnet } from '../../src/networks/import/mxnet/import-mxnet.ts';
import type { WeightTensor } from '../../src/networks/import/weight-set.ts';
import { encodeModel } from '../../src/networks/onnx/model.ts';
import { type MadeAttributes, MadeSymbol, madeParams } from './made-mxnet.ts';
import { outputsOf } from './real-networks.ts';

/** One operation of MXNet on the graph's input. */
export interface MxnetOperation {
  readonly op: string;
  readonly attributes?: MadeAttributes;
  /** Its operands after the input, by what their names end in; those without values are left out of the weights. */
  readonly weights?: Readonly<Record<string, WeightTensor | undefined>>;
  /** Reshapes the input before, where the operation does not work on images. */
  readonly shape?: string;
}

/** The two files of a network of one operation named `y` on the input `data`. */
export function operationFiles({ op, attributes = {}, weights = {}, shape }: MxnetOperation) {
  const symbol = new MadeSymbol();
  const data = symbol.variable('data');
  const x = shape === undefined ? data : symbol.node('Reshape', 'reshape0', [data], { shape });
  symbol.layer(op, 'y', x, { parts: Object.keys(weights), attributes });
  const given = Object.entries(weights).flatMap(([part, weight]) =>
    weight ? [[`arg:y_${part}`, weight] as const] : [],
  );
  return [
    { name: 'model-symbol.json', bytes: symbol.bytes() },
    { name: 'model-0000.params', bytes: madeParams(new Map(given)) },
  ];
}

/** What one operation makes of an input, imported from MXNet and run. */
export async function resultOf(operation: MxnetOperation, input: Tensor): Promise<Tensor> {
  const model = importMxnet(operationFiles(operation), { input: 'data', output: 'y' });
  const { y } = await outputsOf(encodeModel(model), input);
  return y;
}

/** A tensor of the given numbers. */
export function tensorOf(dims: readonly number[], values: readonly number[]): Tensor {
  return { dims, data: Float32Array.from(values) };
}
