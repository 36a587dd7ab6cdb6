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
  writer.output(addScores(writer, architecture, rows), dims);
  writer.output(writer.node('Softmax', ['scores'], { axis: -1 }, 'probabilities'), dims);
  return encodeModel(writer.model());
}

function addScores(writer: GraphWriter, architecture: HeadArchitecture, rows: string): string {
  switch (architecture.kind) {
    case 'mlp': {
      const units = writer.node('Relu', [writer.node('Gemm', [rows, 'hidden_weight', 'hidden_bias'])]);
      return writer.node('Gemm', [units, 'output_weight', 'output_bias'], {}, 'scores');
    }
    case 'linear':
      return writer.node('Gemm', [rows, 'weight', 'bias'], {}, 'scores');
    case 'cosine': {
      const products = writer.node('MatMul', [addUnitRows(writer, rows), 'weight']);
      const cosines = writer.node('Div', [products, addColumnLengths(writer, 'weight')]);
      return writer.node('Mul', [cosines, writer.scalar(architecture.scale)], {}, 'scores');
    }
  }
}
