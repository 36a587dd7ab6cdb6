import { floatAttribute } from './attributes.ts';
import { transposed } from './target-graph.ts';
import { TO_IMAGE, type Translate, type Translation } from './translation.ts';
import type { ConstantValue, Dim, TensorValue } from './value.ts';

/** Operations on one tensor, number by number. */
export const UNARY: Readonly<Record<string, Translate>> = {
  ...Object.fromEntries(
    ['Abs', 'Elu', 'Exp', 'Neg', 'Relu', 'Sigmoid', 'Softplus', 'Sqrt', 'Tanh'].map((operator) => [
      operator,
      unary((step, x) => step.target.write(operator, [x])),
    ]),
  ),
  LeakyRelu: unary((step, x) =>
    step.target.write('LeakyRelu', [x], { alpha: { float: floatAttribute(step.node, 'alpha') ?? 0.2 } }),
  ),
  Relu6: unary(({ target }, x) => target.write('Clip', [x, target.scalar(0), target.scalar(6)])),
  Rsqrt: unary(({ target }, x) => target.write('Reciprocal', [target.write('Sqrt', [x])])),
  Square: unary(({ target }, x) => target.write('Mul', [x, x])),
};

/** Operations on two tensors, number by number; sizes of 1 are repeated. */
export const BINARY: Readonly<Record<string, Translate>> = {
  Add: binary('Add'),
  AddV2: binary('Add'),
  BiasAdd: binary('Add'),
  Div: binary('Div'),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Mul: binary('Mul'),
  Pow: binary('Pow'),
  RealDiv: binary('Div'),
  Sub: binary('Sub'),
  SquaredDifference: (step) => {
    const difference = binary('Sub')(step) as TensorValue;
    return { ...difference, name: step.target.write('Mul', [difference.name, difference.name]) };
  },
};

function unary(write: (step: Translation, x: string) => string): Translate {
  return (step) => {
    const x = step.tensor(0);
    return { ...x, name: write(step, x.name) };
  };
}

function binary(operator: string): Translate {
  return (step) => {
    const sides = [step.input(0), step.input(1)];
    const isImage = sides.some((side) => side.kind === 'tensor' && side.isImage);
    const [a, b] = [0, 1].map((index) => (isImage ? besideImage(step, index) : step.tensor(index))) as [
      TensorValue,
      TensorValue,
    ];
    return {
      kind: 'tensor',
      name: step.target.write(operator, [a.name, b.name]),
      dims: broadcast(step, a.dims, b.dims),
      isImage,
    };
  };
}

/** An operand so that it meets an ONNX image where TensorFlow's meets a TensorFlow image. */
function besideImage(step: Translation, index: number): TensorValue {
  const value = step.input(index);
  if (value.kind === 'constant' && value.dims.length <= 4)
    return { kind: 'tensor', name: weightBesideImage(step, value), dims: value.dims, isImage: true };
  const tensor = step.tensor(index);
  const [channels] = tensor.dims;
  if (tensor.dims.length === 0) return tensor;
  if (tensor.dims.length > 1 || typeof channels !== 'number') return step.image(index);
  const name = step.target.write('Reshape', [tensor.name, step.target.integers([channels, 1, 1])]);
  return { ...tensor, name, isImage: true };
}

function weightBesideImage({ target }: Translation, value: ConstantValue): string {
  const [channels = 1] = value.dims;
  if (value.dims.length === 0) return target.weight(value.name, () => value);
  if (value.dims.length === 1)
    return target.weight(`${value.name}%channels`, () => ({ dims: [channels, 1, 1], data: value.data }));
  const dims = [1, 1, 1, ...value.dims].slice(-4);
  return target.weight(`${value.name}%image`, () => transposed({ dims, data: value.data }, TO_IMAGE));
}

function broadcast(step: Translation, a: readonly Dim[], b: readonly Dim[]): Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [left, right] = [a, b].map((dims) =>
      axis < rank - dims.length ? 1 : dims[axis - rank + dims.length],
    );
    if (left === 1) return right;
    if (right === 1 || left === right) return left;
    if (typeof left === 'number' && typeof right === 'number')
      throw step.unfit(`meets sizes [${a.join(', ')}] and [${b.join(', ')}]`);
    return left === 'batch' || right === 'batch' ? 'batch' : (left ?? right);
  });
}
