import type { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import type { CosineArchitecture, Margin } from './architecture.ts';
import { addCrossEntropy, addHasClass } from './cross-entropy.ts';
import type { StepNodes, StepSite } from './step.ts';

/** Least squared sine of an angle: the margin's slope is infinite where a row lies on its class's direction. */
const LEAST_SQUARED_SINE = 1e-6;

/**
 * Adds the forward and backward pass of softmax over scaled cosines with a margin. The products are divided by the
 * lengths of the classes' weights, so that no unit-length copy of the weights is needed. Rows of nobody have no margin.
 */
export function addCosineStep(
  { writer, batch, labelSmoothing }: StepSite,
  { classCount, scale, margin }: CosineArchitecture,
): StepNodes {
  const weight = 'weight';
  const rows = addUnitRows(writer, batch.rows);
  const lengths = addColumnLengths(writer, weight);
  const cosines = writer.node('Div', [writer.node('MatMul', [rows, weight]), lengths]);
  const own = writer.node('GatherElements', [cosines, batch.labels], { axis: 1 });
  const hardened = addMarginWhere(writer, addHasClass(writer, batch.labels), { cosine: own, margin });
  const shifted = writer.node('ScatterElements', [cosines, batch.labels, hardened.cosine], { axis: 1 });
  const scores = writer.node('Mul', [shifted, writer.scalar(scale)]);
  const { loss, slope } = addCrossEntropy(writer, { ...batch, scores }, { labelSmoothing, classCount });

  const scaled = writer.node('Mul', [slope, writer.scalar(scale)]);
  const ownSlope = writer.node('Mul', [
    writer.node('GatherElements', [scaled, batch.labels], { axis: 1 }),
    hardened.slope,
  ]);
  const cosineSlope = writer.node('ScatterElements', [scaled, batch.labels, ownSlope], { axis: 1 });
  // d cosine / d weight = (row - cosine x weight / length) / length
  const along = writer.node('ReduceSum', [writer.node('Mul', [cosineSlope, cosines]), writer.integers([0])]);
  const squares = writer.node('Mul', [lengths, lengths]);
  const radial = writer.node('Mul', [weight, writer.node('Div', [along, squares])]);
  const perLength = writer.node('Div', [cosineSlope, lengths]);
  const direct = writer.node('Gemm', [rows, perLength], { transA: 1 });
  return { loss, gradients: new Map([[weight, writer.node('Sub', [direct, radial])]]) };
}

interface Hardened {
  readonly cosine: string;
  /** How much it changes with the plain cosine. */
  readonly slope: string;
}

/** Adds the rows scaled to unit length. */
export function addUnitRows(writer: GraphWriter, rows: string): string {
  return writer.node('Div', [rows, writer.node('ReduceL2', [rows], { axes: [1], keepdims: 1 })]);
}

/** Adds the length of each column of a [D, C] value, shape [1, C]. */
export function addColumnLengths(writer: GraphWriter, weight: string): string {
  return writer.node('ReduceL2', [weight], { axes: [0], keepdims: 1 });
}

/** As {@link addMargin} where a condition of shape [B, 1] holds; elsewhere the cosine as it is. */
function addMarginWhere(
  writer: GraphWriter,
  condition: string,
  { cosine, margin }: { readonly cosine: string; readonly margin: Margin },
): Hardened {
  const hardened = addMargin(writer, cosine, margin);
  return {
    cosine: writer.node('Where', [condition, hardened.cosine, cosine]),
    slope: writer.node('Where', [condition, hardened.slope, writer.scalar(1)]),
  };
}

/** The cosine of a row's own class made harder, and how much that changes with the plain cosine; shape [B, 1] each. */
function addMargin(writer: GraphWriter, cosine: string, margin: Margin): Hardened {
  if (margin.kind === 'additive-cosine')
    return { cosine: writer.node('Sub', [cosine, writer.scalar(margin.size)]), slope: writer.scalar(1) };
  const [sineOfMargin, cosineOfMargin] = [Math.sin(margin.size), Math.cos(margin.size)].map((value) =>
    writer.scalar(value),
  ) as [string, string];
  const squaredSine = writer.node('Sub', [writer.scalar(1), writer.node('Mul', [cosine, cosine])]);
  const sine = writer.node('Sqrt', [writer.node('Max', [squaredSine, writer.scalar(LEAST_SQUARED_SINE)])]);
  const turned = writer.node('Sub', [
    writer.node('Mul', [cosine, cosineOfMargin]),
    writer.node('Mul', [sine, sineOfMargin]),
  ]);
  const turnedSlope = writer.node('Add', [
    cosineOfMargin,
    writer.node('Mul', [writer.node('Div', [cosine, sine]), sineOfMargin]),
  ]);
  // Past pi - margin the turned cosine would rise again; the straight line keeps falling.
  const canTurn = writer.node('Greater', [cosine, writer.scalar(-Math.cos(margin.size))]);
  const fallen = writer.node('Sub', [cosine, writer.scalar(margin.size * Math.sin(margin.size))]);
  return {
    cosine: writer.node('Where', [canTurn, turned, fallen]),
    slope: writer.node('Where', [canTurn, turnedSlope, writer.scalar(1)]),
  };
}
