// npm run bench:serve [-- --seconds 8 --rounds 2 --requests 20000]: the service over a collection of 10,000 people, asked with photos of LFW by
// 1, 8 and 64 clients: requests a second as a share of what the networks alone, and the extraction alone, do with the same photos; times of
// answers; start to first answer; memory after 2,000 requests and after all. Service, load and the rest share the machine's cores. Prints Markdown.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openExtraction } from '../dist/toolkit/distributed/open-extraction.js';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { extractionOptionsSchema } from '../src/toolkit/extraction-options.ts';
import { NetworksAlone } from './networks-alone.ts';
import { lfwPhotos } from './photos.ts';
import { fillGallery } from './serve/fill-gallery.ts';
import { type LoadResult, load, percentile, rateOf } from './serve/load.ts';
import { type ServiceProcess, startService } from './serve/service-process.ts';
import { medianOf, timed } from './statistics.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '2' },
    requests: { type: 'string', default: '20000' },
    people: { type: 'string', default: '10000' },
  },
});
const [seconds, rounds, requests, people] = [
  values.seconds,
  values.rounds,
  values.requests,
  values.people,
].map(Number) as [number, number, number, number];
const CLIENTS = [64, 8, 1];
/** Requests after which memory is looked at first. */
const FIRST_LOOK = 2000;
const WARM_SECONDS = 3;
const photos = lfwPhotos(200);
const bodies = photos.map(({ path }) => new Uint8Array(readFileSync(path)));
const data = mkdtempSync(join(tmpdir(), 'quen-bench-serve-'));
try {
  const collectionId = await fillGallery(data, people);
  console.log(`${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}\n`);
  await startTimes(collectionId);
  const service = await startService(data);
  const url = `${service.url}/v1/collections/${collectionId}/identify`;
  await load({ url, clients: 8, bodies, until: { seconds: WARM_SECONDS } });
  await speed(service, url);
  if (requests > 0) await memory(service, url);
  const code = await service.stop();
  if (code !== 0) throw new Error(`The service ended with ${code}: ${service.logged()}`);
} finally {
  rmSync(data, { recursive: true, force: true });
}

async function startTimes(collectionId: string): Promise<void> {
  const rows: string[] = [];
  const empty = mkdtempSync(join(tmpdir(), 'quen-bench-empty-'));
  for (const [what, folder, path] of [
    ['nobody (a new folder), `/v1/detect`', empty, '/v1/detect'],
    ['nobody, the folder there already', empty, '/v1/detect'],
    [`${people} people, for the first time, \`identify\``, data, `/v1/collections/${collectionId}/identify`],
    [`${people} people, as before, \`identify\``, data, `/v1/collections/${collectionId}/identify`],
  ] as const) {
    const startedMs = performance.now();
    const service = await startService(folder);
    await answer(`${service.url}${path}`);
    rows.push(`| ${what} | ${ms(service.startMs)} | ${ms(performance.now() - startedMs)} |`);
    await service.stop();
  }
  rmSync(empty, { recursive: true, force: true });
  console.log(
    `| enrolled | start to ready, ms | start to first answer, ms |\n|---|---|---|\n${rows.join('\n')}\n`,
  );
}

async function answer(url: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', body: Buffer.from(bodies[0] as Uint8Array) });
  if (response.status !== 200) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
}

async function speed(service: ServiceProcess, url: string): Promise<void> {
  const options = extractionOptionsSchema.parse({});
  const threads = options.threads ?? cpus().length;
  const alone = await NetworksAlone.start(
    photos.slice(0, 100).map(({ path }) => path),
    threads,
    { detector: options.detector, embedder: options.networks[0] },
  );
  await using extraction = await openExtraction(options);
  const none = { get: () => undefined, set: () => undefined };
  const ports = { ...extraction.ports, detections: none, embeddings: [none] };
  await alone.run(1);
  const limits: number[] = [];
  const wholes: number[] = [];
  const loads: LoadResult[] = [];
  const cpuMs: Record<'networks' | 'extraction' | 'service', number[]> = {
    networks: [],
    extraction: [],
    service: [],
  };
  for (let round = 0; round < rounds; round++) {
    for (const clients of CLIENTS) {
      const began = process.cpuUsage();
      limits.push(300 / (await timed(() => alone.run(3))));
      cpuMs.networks.push(ownCpuMs(began) / 300);
      const meanwhile = process.cpuUsage();
      wholes.push(photos.length / (await timed(() => extractPhotos(photos, ports))));
      cpuMs.extraction.push(ownCpuMs(meanwhile) / photos.length);
      const before = service.cpuSeconds();
      const result = await load({ url, clients, bodies, until: { seconds } });
      loads.push(result);
      cpuMs.service.push((1000 * (service.cpuSeconds() - before)) / result.answered);
    }
  }
  await alone.close();
  const [limit, whole] = [medianOf(limits), medianOf(wholes)];
  console.log(`Photos a second, median of ${limits.length}: networks alone ${limit.toFixed(1)} (${limits.map((one) => one.toFixed(0)).join(', ')}),
extraction alone ${whole.toFixed(1)} (${wholes.map((one) => one.toFixed(0)).join(', ')}).\n`);
  const [networks, extracting, serving] = [cpuMs.networks, cpuMs.extraction, cpuMs.service].map((of) =>
    medianOf(of).toFixed(1),
  );
  console.log(
    `Processor time a photo, ms, median: networks alone ${networks}, extraction alone ${extracting}, the service ${serving}.\n`,
  );
  console.log(
    '| clients | requests/s | of networks alone | of extraction alone | p50, ms | p95 | p99 | other answers |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const clients of [...CLIENTS].reverse()) {
    const same = loads.flatMap((one, n) => (one.clients === clients ? [{ one, n }] : []));
    const share = (of: readonly number[]): string =>
      percent(medianOf(same.map(({ one, n }) => rateOf(one) / (of[n] as number))));
    const rising = same.flatMap(({ one }) => one.latenciesMs).sort((a, b) => a - b);
    const times = [0.5, 0.95, 0.99].map((at) => ms(percentile(rising, at))).join(' | ');
    const others = JSON.stringify(same.map(({ one }) => one.others));
    const rate = medianOf(same.map(({ one }) => rateOf(one))).toFixed(1);
    console.log(`| ${clients} | ${rate} | ${share(limits)} | ${share(wholes)} | ${times} | ${others} |`);
  }
}

async function memory(service: ServiceProcess, url: string): Promise<void> {
  console.log('\n| requests so far | resident, MiB | heap of the main thread, MiB |\n|---|---|---|');
  let sent = 0;
  const looks = [FIRST_LOOK, Math.round(requests / 2), requests].filter((upTo) => upTo >= FIRST_LOOK);
  for (const upTo of [...new Set(looks)].sort((a, b) => a - b)) {
    await load({ url, clients: 8, bodies, until: { requests: upTo - sent } });
    sent = upTo;
    console.log(
      `| ${sent} | ${service.residentMiB().toFixed(0)} | ${(await service.heapMiB()).toFixed(1)} |`,
    );
  }
}

/** Of this process with all its threads. */
function ownCpuMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function ms(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
