import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { createSession } from '../../src/adapters/onnx/session.ts';
import type { RestorerCard } from '../../src/networks/card.ts';
import { colorizationEccv16 } from '../../src/networks/cards/colorization-eccv16.ts';
import { fsrcnnX2, fsrcnnX3, fsrcnnX4 } from '../../src/networks/cards/fsrcnn.ts';
import { encodeModel, type OnnxModel } from '../../src/networks/onnx/model.ts';
import { prepareNetwork } from '../../src/networks/prepare.ts';
import { createRestorer } from '../../src/restoration/create-restorer.ts';
import { madeColorizer, type Shapes } from '../support/made-colorizer.ts';
import { hasShared, sharedPath } from '../support/shared-photos.ts';
import { describeRestorer } from './restorer.contract.ts';

const golden = new URL('../golden/colorization.json', import.meta.url);
const { shapes } = JSON.parse(readFileSync(golden, 'utf8')) as { readonly shapes: Shapes };

for (const card of [fsrcnnX2, fsrcnnX3, fsrcnnX4]) {
  if (hasShared('models/fsrcnn')) describeRestorer(card.name, () => openRestorer(card, fsrcnn(card)));
  else test.skip(`restorer ${card.name}`, () => undefined);
}
describeRestorer(`${colorizationEccv16.name}, narrow, with made weights`, () =>
  openRestorer(colorizationEccv16, madeColorizer(shapes)),
);

function fsrcnn(card: RestorerCard): OnnxModel {
  const file = readFileSync(sharedPath(`models/fsrcnn/FSRCNN_x${card.factor}.pb`));
  return prepareNetwork(card, [file]).rewritten[0];
}

async function openRestorer(card: RestorerCard, graph: OnnxModel) {
  const session = await createSession(encodeModel(graph), { threads: 1 });
  return { restorer: createRestorer(card, [session]), close: () => session.release() };
}
