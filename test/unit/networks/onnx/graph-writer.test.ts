import { expect, test } from 'vitest';
import { createSession } from '../../../../src/adapters/onnx/session.ts';
import { GraphWriter } from '../../../../src/networks/onnx/graph-writer.ts';
import { encodeModel } from '../../../../src/networks/onnx/model.ts';

/** Doubles its input `count` times in a Loop, from a start, adding a row of an outer table each time. */
function doublingGraph(): Uint8Array {
  const body = new GraphWriter('body', 'body_');
  const step = body.input('step', [], 'int64');
  const goOn = body.input('go_on', [], 'bool');
  const before = body.input('before', [2]);
  const row = body.node('Gather', ['table', step], { axis: 0 });
  const after = body.node('Add', [body.node('Mul', [before, body.scalar(2)]), row]);
  body.output(body.node('Identity', [goOn]), [], 'bool');
  body.output(after, [2]);
  const writer = new GraphWriter('outer');
  writer.input('count', [], 'int64');
  writer.input('start', [2]);
  writer.input('table', ['steps', 2]);
  const loop = { body: { graph: body.model() } };
  const [end = ''] = writer.nodeWithOutputs('Loop', ['count', '', 'start'], loop, 1);
  writer.output(writer.node('Add', [end, writer.scalar(0)], {}, 'end'), [2]);
  return encodeModel(writer.model());
}

test('a graph within a graph runs as often as an int64 input says and sees the outer values', async () => {
  const session = await createSession(doublingGraph(), { threads: 1 });
  const { end } = await session.run({
    count: { data: BigInt64Array.of(2n), dims: [] },
    start: { data: Float32Array.of(1, 2), dims: [2] },
    table: { data: Float32Array.of(10, 20, 100, 200), dims: [2, 2] },
  });
  await session.release();
  expect([...end.data]).toEqual([124, 248]);
});

test('names made up in a graph with a prefix bear it, so that no outer name is hidden', () => {
  const writer = new GraphWriter('body', 'body_');
  writer.node('Add', [writer.scalar(1), writer.integers([2])]);
  const { nodes } = writer.model();
  expect(nodes[0]).toMatchObject({ inputs: ['body_scalar_1', 'body_integers_2'], outputs: ['body_add_1'] });
});
