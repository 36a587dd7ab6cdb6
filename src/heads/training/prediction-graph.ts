import { GraphWriter } from '../../networks/onnx/graph-writer.ts';
import { encodeModel } from '../../networks/onnx/model.ts';
import { type HeadArchitecture, parameterShapes } from './architecture.ts';
import { addColumnLengths, addUnitRows } from './cosine-step.ts';

/**
 * An ONNX graph of what a trained head computes. Inputs: `embeddings` [N, D] and the parameters by name. Outputs:
 * `scores` [N, C], what softmax is taken of (without a margin), and `probabilities` [N, C].
 */
export function predictionGraph(architecture: HeadArchitecture): Uint8Array {
  const writer = new GraphWriter('head');
  const rows = writer.input('embeddings', ['N', architecture.dimension]);
  for (const { name, dims } of parameterShapes(architecture)) writer.input(name, dims);
  const dims = ['N', architecture.classCount];
  const parameter = (name: string): string => name;
  writer.output(addTrainedScores(writer, architecture, { rows, parameter, output: 'scores' }), dims);
  writer.output(writer.node('Softmax', ['scores'], { axis: -1 }, 'probabilities'), dims);
  return encodeModel(writer.model());
}

/** Where the scores of a trained head go in a graph. */
export interface ScoresSite {
  /** Embeddings, shape [N, D]. */
  readonly rows: string;
  /** The value that holds a parameter. */
  readonly parameter: (name: string) => string;
  /** Name of the scores; made up when absent. */
  readonly output?: string;
}

/** Adds what softmax is taken of, without a margin, shape [N, C]. */
export function addTrainedScores(
  writer: GraphWriter,
  architecture: HeadArchitecture,
  { rows, parameter, output }: ScoresSite,
): string {
  switch (architecture.kind) {
    case 'mlp': {
      const hidden = [rows, parameter('hidden_weight'), parameter('hidden_bias')];
      const units = writer.node('Relu', [writer.node('Gemm', hidden)]);
      return writer.node('Gemm', [units, parameter('output_weight'), parameter('output_bias')], {}, output);
    }
    case 'linear':
      return writer.node('Gemm', [rows, parameter('weight'), parameter('bias')], {}, output);
    case 'cosine': {
      const weight = parameter('weight');
      const products = writer.node('MatMul', [addUnitRows(writer, rows), weight]);
      const cosines = writer.node('Div', [products, addColumnLengths(writer, weight)]);
      return writer.node('Mul', [cosines, writer.scalar(architecture.scale)], {}, output);
    }
  }
}
