// npx tsx bench/serve-abuse.ts [--files 10000] [--seconds 300] [--connections 200] [--kills 3]: the service under bad files, slow clients, more
// connections than it has places for, and kill -9. Throws where a promise of docs/security.md is broken. Prints Markdown.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seededRandom } from '../src/numerics/random.ts';
import { lfwPhotos } from './photos.ts';
import { madeBadFile } from './serve/bad-files.ts';
import { fillGallery } from './serve/fill-gallery.ts';
import { load, percentile, rateOf } from './serve/load.ts';
import { type ServiceProcess, startService } from './serve/service-process.ts';
import { dribble } from './serve/slow-clients.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '300' },
    connections: { type: 'string', default: '200' },
    kills: { type: 'string', default: '3' },
  },
});
const [files, seconds, connections, kills] = [
  values.files,
  values.seconds,
  values.connections,
  values.kills,
].map(Number) as [number, number, number, number];
const SEED = 1;
const FILES_AT_ONCE = 8;
const SLOW_EACH = 50;
/** Requests after the crowd: whether memory falls again. */
const AFTERWARDS = 1000;
const PEOPLE = 1000;
const ENROLLING_CLIENTS = 16;
/** Acknowledged enrolments before the service is killed. */
const BEFORE_KILL = 25;
const BAD_ANSWERS = new Set([200, 413, 422]);
/** `given up`: the client waited for minutes, as on a machine that others use too. */
const BUSY_ANSWERS = new Set(['429', '503', 'given up']);
const photos = lfwPhotos(100).map(({ path }) => new Uint8Array(readFileSync(path)));

console.log(`${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}\n`);
const data = mkdtempSync(join(tmpdir(), 'quen-abuse-'));
try {
  const collectionId = await fillGallery(data, PEOPLE);
  const service = await startService(data);
  const url = `${service.url}/v1/collections/${collectionId}/identify`;
  await load({ url, clients: 4, bodies: photos, until: { requests: 200 } });
  await tellMemory(service, 'warm');
  await badFiles(service);
  await tellMemory(service, `${files} bad files`);
  await crowd(service, url);
  await tellMemory(service, `${connections} connections and ${2 * SLOW_EACH} slow clients for ${seconds} s`);
  await load({ url, clients: 4, bodies: photos, until: { requests: AFTERWARDS } });
  await tellMemory(service, `${AFTERWARDS} requests of ordinary clients`);
  const code = await service.stop();
  if (code !== 0) throw new Error(`The service ended with ${code}: ${service.logged()}`);
  if (service.logged().includes('"error"')) throw new Error(`The service reported: ${service.logged()}`);
} finally {
  rmSync(data, { recursive: true, force: true });
}
for (let round = 1; round <= kills; round++) await killAndCount(round);

async function tellMemory(service: ServiceProcess, after: string): Promise<void> {
  const heap = (await service.heapMiB()).toFixed(1);
  console.log(`After ${after}: ${service.residentMiB().toFixed(0)} MiB resident, heap ${heap} MiB.\n`);
}

async function badFiles({ url }: ServiceProcess): Promise<void> {
  const random = seededRandom(SEED);
  const counts = new Map<string, Map<number, number>>();
  let left = files;
  let longestMs = 0;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left--;
      const { kind, bytes } = madeBadFile(photos, random);
      const startedMs = performance.now();
      const status = await answered(`${url}/v1/detect`, bytes);
      longestMs = Math.max(longestMs, performance.now() - startedMs);
      if (!BAD_ANSWERS.has(status)) throw new Error(`A file of kind '${kind}' was answered with ${status}.`);
      const ofKind = counts.get(kind) ?? new Map<number, number>();
      counts.set(kind, ofKind.set(status, (ofKind.get(status) ?? 0) + 1));
    }
  };
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, client));
  const took = ((performance.now() - startedMs) / 1000).toFixed(0);
  console.log(`${files} bad files in ${took} s, the longest answer ${longestMs.toFixed(0)} ms:\n`);
  console.log('| kind | 200 | 413 | 422 |\n|---|---|---|---|');
  for (const [kind, of] of [...counts].sort())
    console.log(`| ${kind} | ${[200, 413, 422].map((status) => of.get(status) ?? 0).join(' | ')} |`);
  console.log('');
  if ((await answered(`${url}/v1/detect`, photos[0] as Uint8Array)) !== 200)
    throw new Error('A good photo is refused after the bad ones.');
}

/** A refused request is answered as promised: without a stack or a path. */
async function answered(url: string, bytes: Uint8Array): Promise<number> {
  for (;;) {
    const response = await fetch(url, {
      method: 'POST',
      body: Buffer.from(bytes),
      headers: { 'content-type': 'application/octet-stream' },
    });
    const text = await response.text();
    if (/node_modules|\n\s+at |root:/.test(text)) throw new Error(`An answer tells too much: ${text}`);
    if (response.status !== 429) return response.status;
    await wait(1000);
  }
}

async function crowd(service: ServiceProcess, url: string): Promise<void> {
  const over = new AbortController();
  const slow = dribble(service.url, SLOW_EACH, over.signal);
  const result = await load({ url, clients: connections, bodies: photos, until: { seconds } });
  over.abort();
  const strange = Object.keys(result.others).filter((status) => !BUSY_ANSWERS.has(status));
  if (strange.length > 0) throw new Error(`Under load there were answers ${JSON.stringify(result.others)}.`);
  const { headers, bodies } = await slow;
  const times = [0.5, 0.99].map((share) => percentile(result.latenciesMs, share).toFixed(0));
  console.log(
    `${connections} connections for ${seconds} s: ${result.answered} answered (${rateOf(result).toFixed(1)} a second, p50 ${times[0]} ms, p99 ${times[1]} ms), others ${JSON.stringify(result.others)}.`,
  );
  for (const [what, gone] of [
    ['headers', headers],
    ['a body', bodies],
  ] as const) {
    const ways = new Map<string, number[]>();
    for (const { how, seconds: time } of gone) ways.set(how, [...(ways.get(how) ?? []), time]);
    const told = [...ways].map(
      ([how, times]) => `${how} ${times.length} (last after ${Math.max(...times).toFixed(0)} s)`,
    );
    console.log(`${gone.length} clients that dribbled ${what}: ${told.join(', ')}.`);
  }
  console.log('');
}

async function killAndCount(round: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'quen-killed-'));
  try {
    const first = await startService(folder, ['--keep', 'photos']);
    const made = await fetch(`${first.url}/v1/collections`, {
      method: 'POST',
      body: JSON.stringify({ name: 'killed' }),
      headers: { 'content-type': 'application/json' },
    });
    const { id } = (await made.json()) as { id: string };
    const acknowledged: string[] = [];
    const clients = Array.from({ length: ENROLLING_CLIENTS }, (_, n) =>
      enrolUntilGone(`${first.url}/v1/collections/${id}/photos`, n, acknowledged),
    );
    while (acknowledged.length < BEFORE_KILL * round) await wait(20);
    await first.stop('SIGKILL');
    await Promise.all(clients);
    const second = await startService(folder, ['--keep', 'photos']);
    const people = await wholeList(`${second.url}/v1/collections/${id}/people`);
    await second.stop();
    const there = new Set(people.map((person) => person.id));
    const lost = acknowledged.filter((personId) => !there.has(personId)).length;
    const half = people.filter(({ faceCount }) => faceCount !== 1).length;
    console.log(
      `kill -9, round ${round}: ${acknowledged.length} acknowledged, ${people.length} there, ${lost} lost, ${half} half enrolled.`,
    );
    if (lost + half > 0)
      throw new Error('Something that was acknowledged is lost, or somebody is half enrolled.');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function enrolUntilGone(url: string, client: number, acknowledged: string[]): Promise<void> {
  for (let take = client; ; take += ENROLLING_CLIENTS) {
    try {
      const response = await fetch(`${url}?name=person-${take}`, {
        method: 'POST',
        body: Buffer.from(photos[take % photos.length] as Uint8Array),
        headers: { 'content-type': 'image/jpeg' },
      });
      const { personId } = (await response.json()) as { personId?: string };
      if (response.status === 200 && personId !== undefined) acknowledged.push(personId);
    } catch {
      // The service is gone: what was not acknowledged may be there or not.
      return;
    }
  }
}

async function wholeList(url: string): Promise<{ readonly id: string; readonly faceCount: number }[]> {
  const all: { id: string; faceCount: number }[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = await fetch(`${url}?limit=1000${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`);
    const { items, next } = (await page.json()) as { items: typeof all; next?: string };
    all.push(...items);
    after = next;
  }
  return all;
}
