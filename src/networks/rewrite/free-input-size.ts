import type { OnnxModel, OnnxValue } from '../onnx/model.ts';
import { bytesField, bytesOf, type Field, readFields, writeFields } from '../onnx/wire.ts';

const TYPE_TENSOR = 1;
const TENSOR_SHAPE = 2;
const SHAPE_DIM = 1;
const DIM_NAME = 2;

/** Names by axis. */
const HEIGHT_AND_WIDTH: Readonly<Record<'NCHW' | 'NHWC', Readonly<Record<number, string>>>> = {
  NCHW: { 2: 'height', 3: 'width' },
  NHWC: { 1: 'height', 2: 'width' },
};

/**
 * Frees a fully convolutional network from the image size it was exported with: height and width of its image input get
 * names instead of numbers, outputs and inner values lose their declared shapes. Only sound where no operation of the
 * graph has the size written into it; a detector's contract test compares the results.
 */
export function freeInputSize(model: OnnxModel, layout: 'NCHW' | 'NHWC'): OnnxModel {
  const freeImageDim = (dim: Uint8Array, axis: number): Uint8Array => {
    const name = HEIGHT_AND_WIDTH[layout][axis];
    return name === undefined ? dim : writeFields([bytesField(DIM_NAME, name)]);
  };
  const weights = new Set(model.initializers.map(({ name }) => name));
  return {
    ...model,
    inputs: model.inputs.map((input) => (weights.has(input.name) ? input : withDims(input, freeImageDim))),
    outputs: model.outputs.map((output) => withDims(output, () => new Uint8Array())),
    valueInfo: [],
  };
}

function withDims(value: OnnxValue, change: (dim: Uint8Array, axis: number) => Uint8Array): OnnxValue {
  if (value.type === undefined) return value;
  const type = inField(readFields(value.type), TYPE_TENSOR, (tensor) =>
    inField(readFields(tensor), TENSOR_SHAPE, (shape) => {
      const dims = bytesOf(readFields(shape), SHAPE_DIM);
      return writeFields(dims.map((dim, axis) => bytesField(SHAPE_DIM, change(dim, axis))));
    }),
  );
  return { ...value, type };
}

/** The message with the fields of a number changed. */
function inField(
  fields: readonly Field[],
  number: number,
  change: (value: Uint8Array) => Uint8Array,
): Uint8Array {
  return writeFields(
    fields.map((field) =>
      field.number === number && field.wire === 'bytes' ? bytesField(number, change(field.value)) : field,
    ),
  );
}
