import { expect, test } from 'vitest';
import { createSession } from '../../../../src/adapters/onnx/session.ts';
import { madeNetwork } from '../../../support/made-network.ts';

const UNRUNNABLE = { name: 'QuenError', code: 'NETWORK_UNRUNNABLE' };
const X = { data: Float32Array.of(-4, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8), dims: [1, 3, 2, 2] };

test('a network runs and says what it takes and gives', async () => {
  const session = await createSession(madeNetwork('PRelu'), { threads: 1 });
  expect([session.inputNames, session.outputNames]).toEqual([['x'], ['output']]);
  const { output } = await session.run({ x: X });
  expect(output.dims).toEqual([1, 3, 2, 2]);
  expect([...output.data]).toEqual([-1, -0.5, -0.25, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
  await session.release();
});

test('a network that lies in the middle of a larger buffer runs', async () => {
  const network = madeNetwork('Relu');
  const larger = new Uint8Array(network.length + 20);
  larger.set(network, 10);
  const session = await createSession(larger.subarray(10, 10 + network.length), { threads: 1 });
  expect([...(await session.run({ x: X })).output.data.subarray(0, 5)]).toEqual([0, 0, 0, 0, 1]);
});

test('bytes that are no network are NETWORK_UNRUNNABLE', async () => {
  for (const bytes of [new Uint8Array(), Uint8Array.of(1, 2, 3), madeNetwork('Relu').subarray(0, 40)]) {
    await expect(createSession(bytes, { threads: 1 })).rejects.toMatchObject(UNRUNNABLE);
  }
});

test('an input of the wrong shape or name is NETWORK_UNRUNNABLE, and the session still runs', async () => {
  const session = await createSession(madeNetwork('Relu'), { threads: 1 });
  const wide = { data: new Float32Array(24), dims: [1, 3, 2, 4] };
  await expect(session.run({ x: wide })).rejects.toMatchObject(UNRUNNABLE);
  await expect(session.run({ photo: X })).rejects.toMatchObject(UNRUNNABLE);
  expect((await session.run({ x: X })).output.data).toHaveLength(12);
});

test('an output that is not float32 is NETWORK_UNRUNNABLE', async () => {
  const session = await createSession(madeNetwork('Shape'), { threads: 1 });
  await expect(session.run({ x: X })).rejects.toMatchObject(UNRUNNABLE);
});
