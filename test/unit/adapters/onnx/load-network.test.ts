import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NetworkStore } from '../../../../src/adapters/network-store/network-store.ts';
import { loadNetwork } from '../../../../src/adapters/onnx/load-network.ts';
import { createSession } from '../../../../src/adapters/onnx/session.ts';
import type { InferenceSession } from '../../../../src/core/tensor.ts';
import type { DetectorCard, EmbedderCard, NetworkCard } from '../../../../src/networks/card.ts';
import { scrfd25g } from '../../../../src/networks/cards/scrfd-2-5g.ts';
import { decodeModel } from '../../../../src/networks/onnx/model.ts';
import { madeCard } from '../../../support/made-card.ts';
import { madeNetwork } from '../../../support/made-network.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function cardOf(network: Uint8Array): EmbedderCard {
  const path = join(temporaryFolder(), 'net.onnx');
  writeFileSync(path, network);
  return madeCard(network, [{ kind: 'file', path }]);
}

async function openOnce(card: NetworkCard): Promise<InferenceSession> {
  const [graph] = await loadNetwork(card, emptyStore());
  return await createSession(graph, { threads: 1 });
}

function emptyStore(): NetworkStore {
  return new NetworkStore(temporaryFolder(), []);
}

test('a network comes without PRelu and gives the same numbers', async () => {
  const [bytes] = await loadNetwork(cardOf(madeNetwork('PRelu')), emptyStore());
  expect(decodeModel(bytes).nodes.map(({ operator }) => operator)).toEqual(['Relu', 'Min', 'Mul', 'Add']);
  const session = await createSession(bytes, { threads: 1 });
  const data = Float32Array.from({ length: 12 }, (_, i) => i - 4);
  const { output } = await session.run({ x: { data, dims: [1, 3, 2, 2] } });
  expect([...output.data]).toEqual([-1, -0.75, -0.5, -0.25, 0, 1, 2, 3, 4, 5, 6, 7]);
});

test('only a network whose card says so is freed of its size', async () => {
  const card = cardOf(madeNetwork('Relu'));
  const { weights } = card;
  const free: DetectorCard = { ...scrfd25g, weights };
  expect(free.input.size).toBe('free');
  const wide = { x: { data: new Float32Array(24), dims: [1, 3, 2, 4] } };
  const freed = await openOnce(free);
  expect((await freed.run(wide)).output.dims).toEqual([1, 3, 2, 4]);
  const fixed = await openOnce(card);
  await expect(fixed.run(wide)).rejects.toMatchObject({ code: 'NETWORK_UNRUNNABLE' });
});

test('a file that is no network is NETWORK_UNRUNNABLE, though its SHA-256 is on the card', async () => {
  await expect(loadNetwork(cardOf(new Uint8Array(50)), emptyStore())).rejects.toMatchObject({
    code: 'NETWORK_UNRUNNABLE',
  });
});
