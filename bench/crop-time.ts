// Milliseconds a crop of every embedder and anti-spoofing network whose files are here, one thread, without the mirror image.
// npx tsx bench/crop-time.ts prints a table.
import type { InferenceSession, Tensor } from '../src/core/tensor.ts';
import { resizeImage } from '../src/images/resize.ts';
import { toTensor } from '../src/images/to-tensor.ts';
import { CATALOGUE } from '../src/networks/catalogue.ts';
import { centreCrops } from '../test/support/centre-crops.ts';
import { openSession, sharedNetworks } from '../test/support/detector-networks.ts';
import { minAndMedian } from './statistics.ts';

const CROP_COUNT = 16;
const ROUNDS = 8;
const crops = await centreCrops(CROP_COUNT);

console.log(`| network | input | ms a crop, ${ROUNDS} rounds of ${CROP_COUNT} |\n|---|---|---|`);
for (const card of CATALOGUE) {
  if (card.task !== 'embedder' && card.task !== 'anti-spoof') continue;
  if ((await sharedNetworks().state(card)).kind !== 'present') continue;
  const { widthPx, heightPx } = card.input;
  const fed = crops.map((crop) => toTensor(resizeImage(crop, widthPx, heightPx), card.input));
  const session = await openSession(card);
  await msOf(session, fed);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await msOf(session, fed));
  console.log(`| \`${card.name}\` | ${widthPx}x${heightPx} | ${minAndMedian(rounds, 2)} |`);
  await session.release();
}

async function msOf(session: InferenceSession, fed: readonly Tensor[]): Promise<number> {
  const startedMs = performance.now();
  for (const tensor of fed) await session.run({ [session.inputNames[0]]: tensor });
  return (performance.now() - startedMs) / fed.length;
}
