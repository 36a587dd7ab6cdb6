import { flagAttribute, integerAttribute, integersAttribute } from './attributes.ts';
import { FROM_IMAGE, type Translate, type Translation } from './translation.ts';
import type { Dim, IntegersValue, TensorValue } from './value.ts';

/** More dimensions than any network's tensors have. */
const MOST_DIMENSIONS = 8;

/** Operations on the order and number of dimensions, on shapes, and along axes. */
export const SHAPE_OPERATORS: Readonly<Record<string, Translate>> = {
  ConcatV2: concat,
  MatMul: matMul,
  Max: reduction('ReduceMax'),
  Mean: reduction('ReduceMean'),
  Min: reduction('ReduceMin'),
  Pack: pack,
  Pad: pad,
  Reshape: reshape,
  Shape: (step) => ({ kind: 'integers', values: step.tensor(0).dims }),
  Softmax: softmax,
  Squeeze: squeeze,
  StridedSlice: stridedSlice,
  Sum: reduction('ReduceSum'),
  Transpose: transpose,
};

function concat(step: Translation): TensorValue {
  const last = step.inputCount - 1;
  const tensors = Array.from({ length: last }, (_, index) => step.tensor(index));
  const isImage = tensors.some((tensor) => tensor.isImage);
  const parts = tensors.map((_, index) => (isImage ? step.image(index) : step.tensor(index)));
  const [first] = parts;
  const rank = first?.dims.length ?? 0;
  const [axis] = step.axes(step.fixedIntegers(last), rank);
  if (first === undefined || axis === undefined || parts.some(({ dims }) => dims.length !== rank))
    throw step.unfit('joins tensors of different dimensions');
  const lengths = parts.map(({ dims }) => dims[axis]);
  const isKnown = lengths.every((length) => typeof length === 'number');
  const length = isKnown ? (lengths as number[]).reduce((total, part) => total + part, 0) : undefined;
  const names = parts.map(({ name }) => name);
  const name = step.target.write('Concat', names, { axis: isImage ? (FROM_IMAGE[axis] as number) : axis });
  return { ...first, name, dims: first.dims.with(axis, length) };
}

function matMul(step: Translation): TensorValue {
  const [a, b] = [step.plain(0), step.plain(1)];
  const transA = flagAttribute(step.node, 'transpose_a') ?? false;
  const transB = flagAttribute(step.node, 'transpose_b') ?? false;
  const [rows, inner] = transA ? a.dims.toReversed() : a.dims;
  const [innerToo, columns] = transB ? b.dims.toReversed() : b.dims;
  const isUnequal = typeof inner === 'number' && typeof innerToo === 'number' && inner !== innerToo;
  if (a.dims.length !== 2 || b.dims.length !== 2 || isUnequal)
    throw step.unfit(`multiplies [${a.dims.join(', ')}] by [${b.dims.join(', ')}]`);
  const name = step.target.write('Gemm', [a.name, b.name], {
    transA: transA ? 1 : 0,
    transB: transB ? 1 : 0,
  });
  return { kind: 'tensor', name, dims: [rows, columns], isImage: false };
}

function reduction(operator: string): Translate {
  return (step) => {
    const isKept = flagAttribute(step.node, 'keep_dims') ?? false;
    // Without height and width an image's order is the same in both.
    const given = step.tensor(0);
    const axes = step.axes(step.fixedIntegers(1), given.dims.length);
    const isSpatial = axes.includes(1) && axes.includes(2);
    const x = isKept || isSpatial ? given : step.plain(0);
    const places = x.isImage ? axes.map((axis) => FROM_IMAGE[axis] as number) : axes;
    const name = reduced(step, operator, x.name, { axes: places, keepdims: isKept ? 1 : 0 });
    const dims = isKept
      ? x.dims.map((dim, axis) => (axes.includes(axis) ? 1 : dim))
      : x.dims.filter((_, axis) => !axes.includes(axis));
    return { kind: 'tensor', name, dims, isImage: isKept && x.isImage };
  };
}

/** Of opset 17's reductions only the sum takes its axes as an input. */
function reduced(
  { target }: Translation,
  operator: string,
  x: string,
  { axes, keepdims }: { readonly axes: readonly number[]; readonly keepdims: number },
): string {
  if (operator === 'ReduceSum') return target.write(operator, [x, target.integers(axes)], { keepdims });
  return target.write(operator, [x], { axes, keepdims });
}

function pack(step: Translation): IntegersValue {
  const values = Array.from({ length: step.inputCount }, (_, index) => step.integers(index).values);
  if (values.length > MOST_DIMENSIONS || values.some(({ length }) => length !== 1))
    throw step.unfit('packs other things than sizes');
  return { kind: 'integers', values: values.flat() };
}

function stridedSlice(step: Translation): IntegersValue {
  const { values } = step.integers(0);
  const [[begin = 0], [end = 0], [stride = 1]] = [1, 2, 3].map((index) => step.fixedIntegers(index)) as [
    number[],
    number[],
    number[],
  ];
  if (stride !== 1) throw step.unfit(`takes every ${stride}th size`);
  const isSingle = (integerAttribute(step.node, 'shrink_axis_mask') ?? 0) === 1;
  const start = (integerAttribute(step.node, 'begin_mask') ?? 0) === 1 ? 0 : begin;
  const stop = (integerAttribute(step.node, 'end_mask') ?? 0) === 1 ? values.length : end;
  return { kind: 'integers', values: isSingle ? [values.at(begin)] : values.slice(start, stop) };
}

function pad(step: Translation): TensorValue {
  const x = step.tensor(0);
  const given = step.fixedIntegers(1);
  if (given.length !== 2 * x.dims.length || given.some((count) => !(count >= 0 && count <= 2 ** 16)))
    throw step.unfit(`pads by [${given.join(', ')}]`);
  const before = x.dims.map((_, axis) => given[2 * axis] as number);
  const after = x.dims.map((_, axis) => given[2 * axis + 1] as number);
  const places = x.dims.map((_, axis) => (x.isImage ? FROM_IMAGE.indexOf(axis) : axis));
  const pads = [before, after].flatMap((side) => places.map((axis) => side[axis] as number));
  const dims = x.dims.map((dim, axis) =>
    typeof dim === 'number' ? dim + (before[axis] as number) + (after[axis] as number) : dim,
  );
  return { ...x, name: step.target.write('Pad', [x.name, step.target.integers(pads)]), dims };
}

function softmax(step: Translation): TensorValue {
  const x = step.tensor(0);
  return { ...x, name: step.target.write('Softmax', [x.name], { axis: x.isImage ? 1 : -1 }) };
}

function squeeze(step: Translation): TensorValue {
  const x = step.plain(0);
  const given = integersAttribute(step.node, 'squeeze_dims');
  const all = x.dims.flatMap((dim, axis) => (dim === 1 ? [axis] : []));
  const axes = given.length === 0 ? all : step.axes(given, x.dims.length);
  const name = step.target.write('Squeeze', [x.name, step.target.integers(axes)]);
  return { ...x, name, dims: x.dims.filter((_, axis) => !axes.includes(axis)) };
}

function transpose(step: Translation): TensorValue {
  const x = step.tensor(0);
  const order = step.axes(step.fixedIntegers(1), x.dims.length);
  if (order.length !== x.dims.length || new Set(order).size !== order.length)
    throw step.unfit(`has the order [${order.join(', ')}]`);
  const perm = x.isImage ? order.map((axis) => FROM_IMAGE[axis] as number) : order;
  const dims = order.map((axis) => x.dims[axis]);
  const isAsItWas = perm.every((axis, place) => axis === place);
  const name = isAsItWas ? x.name : step.target.write('Transpose', [x.name], { perm });
  return { kind: 'tensor', name, dims, isImage: false };
}

function reshape(step: Translation): TensorValue {
  const x = step.plain(0);
  const { values } = step.integers(1);
  if (values.length > MOST_DIMENSIONS) throw step.unfit(`makes ${values.length} dimensions`);
  const isCopied = (dim: Dim, axis: number): boolean =>
    dim === 'batch' && axis === 0 && x.dims[0] === 'batch';
  // ONNX takes 0 for the size that the input has there, and -1 for what is left over.
  const shape = values.map((dim, axis) => {
    if (isCopied(dim, axis)) return 0;
    return typeof dim === 'number' ? dim : -1;
  });
  const openCount = shape.filter((dim) => dim < 0).length;
  const isUsable = shape.every(
    (dim, axis) => Number.isSafeInteger(dim) && (dim !== 0 || isCopied(values[axis], axis)),
  );
  if (openCount > 1 || shape.some((dim) => dim < -1) || !isUsable)
    throw step.unfit(`makes the shape [${values.join(', ')}]`);
  const name = step.target.write('Reshape', [x.name, step.target.integers(shape)]);
  const open = leftOver(x.dims, values);
  return { kind: 'tensor', name, dims: values.map((dim) => (dim === -1 ? open : dim)), isImage: false };
}

/** The size for -1: what the sizes that are not named leave over. */
function leftOver(before: readonly Dim[], after: readonly Dim[]): Dim {
  const product = (dims: readonly Dim[]): Dim =>
    dims.reduce<Dim>(
      (total, dim) => (typeof total === 'number' && typeof dim === 'number' ? total * dim : undefined),
      1,
    );
  const isBatchKept = after.includes('batch');
  const from = product(before.filter((dim) => dim !== 'batch'));
  const to = product(after.filter((dim) => dim !== 'batch' && dim !== -1));
  if (typeof from !== 'number' || typeof to !== 'number' || to === 0) return undefined;
  if (before.includes('batch') && !isBatchKept) return from === to ? 'batch' : undefined;
  return Number.isInteger(from / to) ? from / to : undefined;
}
