// node --expose-gc --import tsx bench/jobs-submitter.ts [--shards 20] [--planned 1000000]: what the submitter of a distributed run does beside waiting, in processor time: planning
// shards, taking in those that are done, and the memory that their faces take. Shards of 1,000 made photos of one face, 512 values. Prints Markdown.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FaceCache } from '../src/adapters/face-cache/face-cache.ts';
import { openObjectStore } from '../src/adapters/object-store/open-object-store.ts';
import type { PhotoFile } from '../src/core/photo.ts';
import type { ExtractionPorts } from '../src/core/ports.ts';
import type { PhotoRecord } from '../src/jobs/photo-record.ts';
import { planShards } from '../src/jobs/shard-plan.ts';
import { readShard } from '../src/jobs/shards/read-shard.ts';
import { sealShard } from '../src/jobs/shards/seal-shard.ts';
import { sha256Of } from '../src/jobs/shards/sha256.ts';
import { extractPhotos } from '../src/pipeline/extract-photos.ts';
import { encodeDetection, encodeEmbeddings } from '../src/pipeline/extraction-codec.ts';
import { knownResults } from '../src/pipeline/jobs/submit/known-results.ts';

const { values } = parseArgs({
  options: { shards: { type: 'string', default: '20' }, planned: { type: 'string', default: '1000000' } },
});
const PER_SHARD = 1000;
const DIMENSION = 512;
const STAMP = {
  decides: 'bench',
  networks: [{ name: 'made', sha256: 'a'.repeat(64), dimension: DIMENSION }],
};
const folder = mkdtempSync(join(tmpdir(), 'quen-submitter-'));

try {
  await tellTakingIn(Number(values.shards));
  await tellPlanning(Number(values.planned));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function tellPlanning(count: number): Promise<void> {
  const photos = Array.from({ length: count }, (_, i) => ({
    path: `/photos/${i % 1000}/IMG_${i}.jpg`,
    name: `${i % 1000}/IMG_${i}.jpg`,
    byteCount: 100_000 + i,
    modifiedMs: 1_700_000_000_000 + i,
  }));
  const { result, seconds } = await spent(() =>
    planShards(photos, { queue: 'q', photosPerShard: PER_SHARD }),
  );
  const bytes = result.reduce((sum, { task }) => sum + task.length, 0);
  tell(
    `planning ${count} photos as ${result.length} shards: ${((1e6 * seconds) / count).toFixed(2)} µs a photo, ${(bytes / count).toFixed(0)} bytes of task a photo`,
  );
}

async function tellTakingIn(shardCount: number): Promise<void> {
  const store = await openObjectStore(join(folder, 'store'));
  const sealing = await spent(async () => {
    for (let shard = 0; shard < shardCount; shard++)
      await sealShard(store, `shards/${shard}`, await madeRecords(shard), STAMP);
  });
  const cache = (name: string) => new FaceCache(join(folder, name));
  const ports: ExtractionPorts = {
    read: () => Promise.reject(new Error('No photo is to be read.')),
    decode: () => Promise.reject(new Error('No photo is to be decoded.')),
    extractor: { concurrency: 4, extract: () => Promise.reject(new Error('Nothing is to be extracted.')) },
    detections: cache('detections'),
    embeddings: [cache('embeddings')],
  };
  const before = await memoryBytes();
  const files: PhotoFile[] = [];
  const known = knownResults(ports);
  const reading = await spent(async () => {
    for (let shard = 0; shard < shardCount; shard++) {
      const read = await readShard(store, `shards/${shard}`, STAMP);
      for (const record of read?.records ?? []) {
        const file = { path: `/photos/${record.photo}`, name: record.photo ?? '' };
        files.push(file);
        known.add(file.path, record);
      }
    }
  });
  const using = await spent(() => extractPhotos(files, known.ports()));
  const bytes = (await memoryBytes()) - before;
  const count = using.result.photos.length;
  if (count !== shardCount * PER_SHARD) throw new Error(`${count} photos came back.`);
  const each = (seconds: number): string => `${((1e6 * seconds) / count).toFixed(0)} µs a photo`;
  tell(`making the records and sealing them, as a worker does: ${each(sealing.seconds)}`);
  tell(`reading shards, checking them and keeping their results: ${each(reading.seconds)}`);
  tell(`giving the results to the rest of the run: ${each(using.seconds)}`);
  tell(`memory of the submitter: ${(bytes / count / 1024).toFixed(1)} KiB a photo of one face`);
}

async function madeRecords(shard: number): Promise<PhotoRecord[]> {
  return await Promise.all(
    Array.from({ length: PER_SHARD }, async (_, i): Promise<PhotoRecord> => {
      const photo = `${shard}/${i}.jpg`;
      const sha256 = await sha256Of(new TextEncoder().encode(photo));
      const box = { xPx: 10.5, yPx: 20.25, widthPx: 100.125, heightPx: 120.5 };
      const landmarks = Float32Array.from({ length: 10 }, (__, j) => i + j / 3);
      const outcome = {
        kind: 'found' as const,
        rung: 'normal' as const,
        faces: [{ box, landmarks, score: 0.9 }],
      };
      const detection = encodeDetection({ outcome, widthPx: 250, heightPx: 250, decodedWidthPx: 250 });
      const embedding = Float32Array.from({ length: DIMENSION }, (__, j) => Math.sin(i + j));
      return { kind: 'extracted', sha256, photo, detection, embeddings: [encodeEmbeddings([embedding])] };
    }),
  );
}

/** What some work gives, and the processor time it took: other programs on the machine do not change that much. */
async function spent<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly seconds: number }> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

async function memoryBytes(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('Run this with --expose-gc, as its first line says.');
  // Buffers are given back by finalisers, which run later.
  for (let i = 0; i < 3; i++) {
    globalThis.gc();
    await new Promise((done) => setTimeout(done, 50));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function tell(line: string): void {
  process.stdout.write(`- ${line}\n`);
}
