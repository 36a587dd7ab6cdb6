import type { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import { addUnitRows } from '../training/cosine-step.ts';

/** Adds the inner products of rows and the rows of a matrix, [B, D] and [C, D] to [B, C]. */
export function addInnerProducts(writer: GraphWriter, rows: string, matrix: string): string {
  return writer.node('Gemm', [rows, matrix], { transB: 1 });
}

/** Values of the graph of an LDA head. */
export interface LdaValues {
  /** Of unit length, shape [B, D]. */
  readonly rows: string;
  /** After which the within-class covariance is the identity matrix, shape [D, D]. */
  readonly map: string;
  /** Of the classes in whitened coordinates, shape [C, D]; of unit length for cosines. */
  readonly means: string;
}

/** Adds the cosines to whitened class means. */
export function addWhitenedCosines(writer: GraphWriter, { rows, map, means }: LdaValues): string {
  return addInnerProducts(writer, addUnitRows(writer, addInnerProducts(writer, rows, map)), means);
}

/** Adds -1/2 (x - m)' W^-1 (x - m), with the square multiplied out. */
export function addLogLikelihoods(writer: GraphWriter, { rows, map, means }: LdaValues): string {
  const whitened = addInnerProducts(writer, rows, map);
  const ofRows = writer.node('ReduceSumSquare', [whitened], { axes: [1], keepdims: 1 });
  const ofMeans = writer.node('ReduceSumSquare', [means], { axes: [1], keepdims: 0 });
  const lengths = writer.node('Add', [ofRows, ofMeans]);
  const half = writer.node('Mul', [lengths, writer.scalar(0.5)]);
  return writer.node('Sub', [addInnerProducts(writer, whitened, means), half]);
}

/** Values of the graph of a PLDA head. */
export interface PldaValues {
  /** Of unit length, shape [B, D]. */
  readonly rows: string;
  /** Shape [D]. */
  readonly centre: string;
  /** To coordinates in which both covariances are diagonal, shape [D, D]. */
  readonly map: string;
  /** Weights of the squares and of the values for each class, shape [C, 2 D]. */
  readonly coefficients: string;
  /** Shape [C]. */
  readonly constants: string;
}

/** Adds the log-likelihood ratios: a polynomial of second degree in the coordinates. */
export function addLikelihoodRatios(writer: GraphWriter, values: PldaValues): string {
  const { rows, centre, map, coefficients, constants } = values;
  const inBasis = addInnerProducts(writer, writer.node('Sub', [rows, centre]), map);
  const squares = writer.node('Mul', [inBasis, inBasis]);
  const terms = writer.node('Concat', [squares, inBasis], { axis: 1 });
  return writer.node('Gemm', [terms, coefficients, constants], { transB: 1 });
}
