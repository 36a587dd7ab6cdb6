// Milliseconds a view, one thread: making it (augmentation), one run of each network, and both together as workers do it.
// npm run build && npx tsx bench/views.ts [NETWORK ...] prints a table; without names, the default network and a small one.
import { OnnxEmbedder } from '../dist/embedding/onnx-embedder.js';
import { methodViews } from '../dist/images/augmentation/method-views.js';
import { embedViews } from '../dist/pipeline/embed-views.js';
import type { EmbedderCard } from '../src/networks/card.ts';
import { CATALOGUE } from '../src/networks/catalogue.ts';
import { centreCrops } from '../test/support/centre-crops.ts';
import { openSession } from '../test/support/detector-networks.ts';
import { probingEmbedder } from '../test/support/probing-embedder.ts';
import { minAndMedian, timed } from './statistics.ts';

const VIEW_COUNT = 100;
const crops = await centreCrops(7);
const names = process.argv.slice(2);
const cards = (names.length > 0 ? names : ['faceplugin-fr-feature', 'mobilefacenet-foamliu']).map(
  embedderCard,
);

console.log('| network | making a view, ms | the network on it, ms | both, ms a view |\n|---|---|---|---|');
for (const card of cards) console.log(`| \`${card.name}\` | ${(await figuresOf(card)).join(' | ')} |`);
console.log(
  `\n${await unchangedPercent()} % of the views are the crop or its mirror image and are not embedded again.`,
);

async function figuresOf(card: EmbedderCard): Promise<string[]> {
  const session = await openSession(card);
  const embedder = new OnnxEmbedder(card, session);
  await embedder.embedEach(crops);
  const rounds = { making: [] as number[], network: [] as number[], both: [] as number[] };
  for (const [seed, image] of crops.entries()) {
    const request = { image, networks: [{ network: 0, firstPass: 0 }], viewCount: VIEW_COUNT, seed };
    rounds.making.push(await msAView(async () => methodViews(image, VIEW_COUNT, seed)));
    const views = methodViews(image, VIEW_COUNT, seed);
    rounds.network.push(await msAView(() => embedder.embedEach(views)));
    rounds.both.push(await msAView(() => embedViews(request, [embedder])));
  }
  await session.release();
  return Object.values(rounds).map((figures) => minAndMedian(figures, 2));
}

async function msAView(work: () => Promise<unknown>): Promise<number> {
  return ((await timed(work)) * 1000) / VIEW_COUNT;
}

async function unchangedPercent(): Promise<string> {
  const counting = probingEmbedder([0]);
  const networks = [{ network: 0, firstPass: 0 }];
  for (const [seed, image] of crops.entries())
    await embedViews({ image, networks, viewCount: VIEW_COUNT, seed }, [counting]);
  const embeddedCount = counting.given.count / crops.length - 2;
  return (100 - (100 * embeddedCount) / VIEW_COUNT).toFixed(0);
}

function embedderCard(name: string): EmbedderCard {
  const card = CATALOGUE.find((each) => each.name === name);
  if (card?.task === 'embedder' && card.input.widthPx === 112 && card.input.heightPx === 112) return card;
  throw new Error(`${name} is not an embedder of crops of 112x112.`);
}
