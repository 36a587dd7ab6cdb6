import { expect, test } from 'vitest';
import { testPreparedGraph } from '../../../../src/adapters/onnx/self-test.ts';
import { GraphWriter } from '../../../../src/networks/onnx/graph-writer.ts';
import { encodeModel, type OnnxModel } from '../../../../src/networks/onnx/model.ts';
import { madeCard } from '../../../support/made-card.ts';

const CARD = madeCard(new Uint8Array(), []);

/** Pixels times a factor, pooled over the photo. */
function scaled(factor: number): OnnxModel {
  const graph = new GraphWriter('made');
  const x = graph.input('x', ['batch', 3, 'height', 'width']);
  graph.node('GlobalAveragePool', [graph.node('Mul', [x, graph.scalar(factor)])], {}, 'y');
  graph.output('y', ['batch', 3, 1, 1]);
  return graph.model();
}

test('a graph that gives the same numbers passes', async () => {
  await expect(testPreparedGraph(CARD, scaled(2), encodeModel(scaled(2)))).resolves.toBeUndefined();
});

test('a difference of rounding passes, a larger one is NETWORK_SELF_TEST with its output', async () => {
  await expect(testPreparedGraph(CARD, scaled(2), encodeModel(scaled(2.0001)))).resolves.toBeUndefined();
  await expect(testPreparedGraph(CARD, scaled(2), encodeModel(scaled(2.001)))).rejects.toMatchObject({
    code: 'NETWORK_SELF_TEST',
    message: expect.stringContaining('its output y') as string,
  });
});

test('numbers that are not finite are NETWORK_SELF_TEST, though the original gives them too', async () => {
  const overflowing = scaled(3.4e38);
  await expect(testPreparedGraph(CARD, overflowing, encodeModel(overflowing))).rejects.toMatchObject({
    code: 'NETWORK_SELF_TEST',
  });
});
