import { GraphWriter } from '../../src/networks/onnx/graph-writer.ts';
import { encodeModel } from '../../src/networks/onnx/model.ts';

/** A network that gives the mean of each colour plane: `pixels` [1, 3, 112, 112] in, `means` [1, 3] out. */
export function meanNetwork(): Uint8Array {
  const graph = new GraphWriter('made');
  const pooled = graph.node('GlobalAveragePool', [graph.input('pixels', [1, 3, 112, 112])]);
  graph.node('Flatten', [pooled], {}, 'means');
  graph.output('means', [1, 3]);
  return encodeModel(graph.model());
}
