// What splitting PRelu saves: ms a crop of faceplugin-fr-feature as it comes and as Quen runs it, one thread, alternating.
// npx tsx bench/prelu.ts [rounds]
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { NetworkStore } from '../src/adapters/network-store/network-store.ts';
import { loadNetwork } from '../src/adapters/onnx/load-network.ts';
import { createSession } from '../src/adapters/onnx/session.ts';
import { type InferenceSession, outputTensor, type Tensor } from '../src/core/tensor.ts';
import { toTensor } from '../src/images/to-tensor.ts';
import { facepluginFrFeature as card } from '../src/networks/cards/faceplugin-fr-feature.ts';
import { lfwPhotos } from './photos.ts';
import { minAndMedian } from './statistics.ts';

const CROPS = 64;
const SIDE_PX = 112;
const rounds = Number(process.argv[2] ?? 10);

const store = new NetworkStore();
const [published] = await store.load(card);
const [prepared] = await loadNetwork(card, store);
const original = await createSession(published, { threads: 1 });
const split = await createSession(prepared, { threads: 1 });
const crops = await Promise.all(lfwPhotos(CROPS).map(({ path }) => centreCrop(path)));

await runAll(original);
await runAll(split);
const before: number[] = [];
const after: number[] = [];
let sumOfDifferences = 0;
for (let round = 0; round < rounds; round++) {
  for (const crop of crops) {
    const [givenBefore, msBefore] = await runOne(original, crop);
    const [givenAfter, msAfter] = await runOne(split, crop);
    before.push(msBefore);
    after.push(msAfter);
    sumOfDifferences += givenBefore.reduce(
      (sum, value, i) => sum + Math.abs(value - (givenAfter[i] ?? 0)),
      0,
    );
  }
}
console.log(`PRelu as it comes: ${minAndMedian(before, 2)} ms a crop (${before.length} runs)`);
console.log(`PRelu split:       ${minAndMedian(after, 2)} ms a crop`);
console.log(`sum of all differences of the outputs: ${sumOfDifferences}`);

async function runOne(session: InferenceSession, crop: Tensor): Promise<[Float32Array, number]> {
  const startedMs = performance.now();
  const outputs = await session.run({ [session.inputNames[0] ?? '']: crop });
  const took = performance.now() - startedMs;
  return [outputTensor(outputs, card.output.name).data, took];
}

async function runAll(session: InferenceSession): Promise<void> {
  for (const crop of crops) await runOne(session, crop);
}

async function centreCrop(path: string): Promise<Tensor> {
  const offset = (250 - SIDE_PX) / 2;
  const region = { left: offset, top: offset, width: SIDE_PX, height: SIDE_PX };
  const pixels = await sharp(readFileSync(path)).extract(region).removeAlpha().raw().toBuffer();
  return toTensor({ widthPx: SIDE_PX, heightPx: SIDE_PX, pixels: new Uint8Array(pixels) }, card.input);
}
