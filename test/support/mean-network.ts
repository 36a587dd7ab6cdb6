import { encodeModel, type OnnxValue } from '../../src/networks/onnx/model.ts';
import { bytesField, varintField, writeFields } from '../../src/networks/onnx/wire.ts';

/** A network that gives the mean of each colour plane: `pixels` [1, 3, 112, 112] in, `means` [1, 3] out. */
export function meanNetwork(): Uint8Array {
  const node = (operator: string, input: string, output: string) => ({
    operator,
    domain: '',
    inputs: [input],
    outputs: [output],
    name: '',
    rest: [],
  });
  return encodeModel({
    opset: 13,
    nodes: [node('GlobalAveragePool', 'pixels', 'pooled'), node('Flatten', 'pooled', 'means')],
    initializers: [],
    inputs: [floats('pixels', [1, 3, 112, 112])],
    outputs: [floats('means', [1, 3])],
    valueInfo: [],
    graphRest: [bytesField(2, 'made')],
    // ir_version, and the operators' version.
    modelRest: [varintField(1, 8), bytesField(8, writeFields([varintField(2, 13)]))],
  });
}

/** ValueInfoProto of a float32 tensor. */
function floats(name: string, dims: readonly number[]): OnnxValue {
  const shape = writeFields(dims.map((dim) => bytesField(1, writeFields([varintField(1, dim)]))));
  const tensor = writeFields([varintField(1, 1), bytesField(2, shape)]);
  return { name, type: writeFields([bytesField(1, tensor)]), rest: [] };
}
