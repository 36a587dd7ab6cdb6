import { floatInitializer } from '../../src/networks/onnx/initializer.ts';
import { encodeModel, type OnnxValue } from '../../src/networks/onnx/model.ts';
import { bytesField, varintField, writeFields } from '../../src/networks/onnx/wire.ts';

const FLOAT = 1;
const INT64 = 7;
/** IR version 7 and version 9 of ONNX's own operators. */
const MODEL_HEAD = [varintField(1, 7), bytesField(8, writeFields([varintField(2, 9)]))];

/** An ONNX file: `x` of 1x3x2x2 float32 goes through one operator, with the slope 0.25 if it is PRelu, to `output`. */
export function madeNetwork(operator: 'PRelu' | 'Relu' | 'Shape'): Uint8Array {
  const dims = operator === 'Shape' ? [4] : [1, 3, 2, 2];
  return encodeModel({
    opset: 9,
    nodes: [
      {
        operator,
        domain: '',
        inputs: operator === 'PRelu' ? ['x', 'slope'] : ['x'],
        outputs: ['output'],
        name: '',
        rest: [],
      },
    ],
    initializers: operator === 'PRelu' ? [floatInitializer('slope', [1, 1, 1], Float32Array.of(0.25))] : [],
    inputs: [value('x', FLOAT, [1, 3, 2, 2])],
    outputs: [value('output', operator === 'Shape' ? INT64 : FLOAT, dims)],
    valueInfo: [],
    graphRest: [bytesField(2, 'made')],
    modelRest: MODEL_HEAD,
  });
}

function value(name: string, elementType: number, dims: readonly number[]): OnnxValue {
  const shape = writeFields(dims.map((dim) => bytesField(1, writeFields([varintField(1, dim)]))));
  const tensor = writeFields([varintField(1, elementType), bytesField(2, shape)]);
  return { name, type: writeFields([bytesField(1, tensor)]), rest: [] };
}
