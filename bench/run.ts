// npm run bench: how fast the main job is, what share of it the networks themselves take, how much memory it needs, and
// the same for @vladmandic/face-api, all in one run. Prints Markdown. Takes about ten minutes; --quick takes two.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { withColdCache } from './cold-cache.ts';
import { FaceApi } from './face-api.ts';
import { NetworksAlone } from './networks-alone.ts';
import { openSetComparison } from './open-set-comparison.ts';
import { lfwPhotos } from './photos.ts';
import { medianOf, minAndMedian, timed } from './statistics.ts';

const isQuick = process.argv.includes('--quick');
const options = extractionOptionsSchema.parse({});
const photos = lfwPhotos(500);
const rounds = isQuick ? 2 : 5;
const recordedCount = 100;

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
console.log(
  `${cpus()[0]?.model}, ${options.threads} cores, Node ${process.versions.node}, commit ${commit}\n`,
);

const networks = { detector: options.detector, embedder: options.networks[0] };
const recorded = photos.filter((_, i) => i % (photos.length / recordedCount) === 0).map(({ path }) => path);
const alone = await NetworksAlone.start(recorded, options.threads, networks);
const whole: number[] = [];
const inNetworks: number[] = [];
for (let round = -1; round < rounds; round++) {
  const seconds = await wholeJob();
  let count = 0;
  const aloneSeconds = await timed(async () => {
    count = await alone.run(photos.length / recordedCount);
  });
  if (round < 0) continue;
  whole.push((1000 * seconds) / photos.length);
  inNetworks.push((1000 * aloneSeconds) / count);
}
await alone.close();
const ratios = whole.map((ms, i) => ms / (inNetworks[i] ?? Number.NaN));
console.log('| 500 LFW photos, ms a photo | | photos/s (median) |\n|---|---|---|');
console.log(
  `| decode + detect + align + embed | ${minAndMedian(whole, 2)} | ${(1000 / medianOf(whole)).toFixed(1)} |`,
);
console.log(
  `| session.run on ready tensors alone | ${minAndMedian(inNetworks, 2)} | ${(1000 / medianOf(inNetworks)).toFixed(1)} |`,
);
console.log(`| whole over networks alone | ${minAndMedian(ratios, 3)} | |`);

const peer = await FaceApi.start(options.threads);
const peerPhotos = (isQuick ? photos.slice(0, 50) : photos).map(({ path }) => path);
await peer.describe(peerPhotos.slice(0, 8));
const peerSeconds = await timed(() => peer.describe(peerPhotos));
const peerMs = (1000 * peerSeconds) / peerPhotos.length;
console.log(
  `| @vladmandic/face-api 1.7.15, WASM, ${options.threads} workers | ${peerMs.toFixed(1)} | ${(1000 / peerMs).toFixed(1)} |`,
);
console.log(`| Quen over face-api | ${(peerMs / medianOf(whole)).toFixed(1)} x as fast | |\n`);

if (!isQuick) console.log(await openSetComparison(peer, options.threads));
await peer.close();

console.log('| photos | peak memory of the process, MiB |\n|---|---|');
for (const count of [500, 5000]) {
  const child = spawnSync(process.execPath, [...process.execArgv, 'bench/memory.ts', String(count)], {
    encoding: 'utf8',
  });
  console.log(`| ${count} | ${child.stdout.trim() || child.stderr} |`);
}

async function wholeJob(): Promise<number> {
  return await withColdCache(async () => {
    await using extraction = await openExtraction(options);
    return await timed(() => extractPhotos(photos, extraction.ports));
  });
}
