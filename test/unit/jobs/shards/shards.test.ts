import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeNpy } from '../../../../src/core/npy.ts';
import type { PhotoRecord } from '../../../../src/jobs/photo-record.ts';
import { listShards, removeShard } from '../../../../src/jobs/shards/object-names.ts';
import { readShard } from '../../../../src/jobs/shards/read-shard.ts';
import { sealShard } from '../../../../src/jobs/shards/seal-shard.ts';
import { anyRecords, madeRecord, STAMP } from '../../../support/made-records.ts';
import { type MemoryStore, memoryStore } from '../../../support/memory-store.ts';

const FAILED: PhotoRecord = {
  kind: 'failed',
  sha256: '',
  photo: 'broken.jpg',
  code: 'PHOTO_UNREADABLE',
  reason: 'It is cut short.',
};
const RECORDS = [madeRecord(1, 2, 'a/1.jpg'), FAILED, madeRecord(5, 0), madeRecord(7, 1)];

async function sealed(records: readonly PhotoRecord[] = RECORDS): Promise<MemoryStore> {
  const store = memoryStore();
  await sealShard(store, 'run/0001', records, STAMP);
  return store;
}

const read = (store: MemoryStore) => readShard(store, 'run/0001', STAMP);

function nameIn(store: MemoryStore, ending: string): string {
  return [...store.objects.keys()].find((name) => name.endsWith(ending)) as string;
}

test('records come back bit for bit, whatever the photos gave', async () => {
  await fc.assert(
    fc.asyncProperty(anyRecords, async (records) => {
      const store = await sealed(records);
      expect(await read(store)).toEqual({ stamp: STAMP, records });
    }),
  );
});

test('the same records give the same objects, byte for byte', async () => {
  const [first, second] = [await sealed(), await sealed(RECORDS.map((record) => ({ ...record })))];
  expect([...second.objects]).toEqual([...first.objects]);
});

test('one byte changed in any object is found', async () => {
  const store = await sealed();
  const names = [...store.objects.keys()];
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, where, change) => {
      const name = names[which % names.length];
      const bytes = store.objects.get(name) as Uint8Array;
      const damaged = bytes.slice();
      damaged[where % bytes.length] ^= change;
      store.objects.set(name, damaged);
      await expect(read(store)).rejects.toMatchObject({
        code: expect.stringMatching(/^SHARD_(DAMAGED|VERSION)$/),
      });
      store.objects.set(name, bytes);
    }),
    { numRuns: 500 },
  );
  expect((await read(store))?.records).toEqual(RECORDS);
});

test('each byte of the manifest counts', async () => {
  const store = await sealed();
  const bytes = store.objects.get('run/0001/manifest.json') as Uint8Array;
  for (const place of bytes.keys()) {
    const damaged = bytes.slice();
    damaged[place] ^= 1;
    store.objects.set('run/0001/manifest.json', damaged);
    await expect(read(store)).rejects.toMatchObject({
      code: expect.stringMatching(/^SHARD_(DAMAGED|VERSION)$/),
    });
  }
});

test('an object cut short, lengthened or gone is found and named', async () => {
  for (const ending of ['.jsonl', '.npy', '/manifest.json']) {
    const store = await sealed();
    const name = nameIn(store, ending);
    const bytes = store.objects.get(name) as Uint8Array;
    const faults = [bytes.slice(0, -1), Uint8Array.from([...bytes, 0]), new Uint8Array()];
    for (const fault of faults) {
      store.objects.set(name, fault);
      await expect(read(store)).rejects.toMatchObject({ code: 'SHARD_DAMAGED' });
    }
  }
  const store = await sealed();
  const name = nameIn(store, '.npy');
  store.objects.delete(name);
  await expect(read(store)).rejects.toThrow(`The shard run/0001 is damaged: ${name.slice(9)} is missing`);
});

test('a shard is there once its manifest is, which is put last', async () => {
  const store = await sealed();
  expect(store.written.at(-1)).toBe('run/0001/manifest.json');
  store.objects.delete('run/0001/manifest.json');
  expect(await read(store)).toBeUndefined();
  expect(await listShards(store, 'run/')).toEqual([]);
});

test('a worker that seals a shard again with other values never mixes with the first', async () => {
  const other = [madeRecord(2, 2, 'a/1.jpg'), FAILED, madeRecord(5, 0), madeRecord(7, 1)];
  const [first, second] = [await sealed(), await sealed(other)];
  const late = [...first.objects].filter(([name]) => !name.endsWith('/manifest.json'));
  for (const [name, bytes] of late) second.objects.set(name, bytes);
  expect((await read(second))?.records).toEqual(other);
});

test('the arrays are those of NumPy, a row for each face, NaN where a network failed', async () => {
  const partly = { ...madeRecord(7, 1), embeddings: [undefined, new Uint8Array(12)] } as PhotoRecord;
  const store = await sealed([madeRecord(1, 2), FAILED, partly]);
  const narrow = nameIn(store, '.npy');
  expect(narrow).toMatch(/^run\/0001\/narrow-[0-9a-f]{16}\.npy$/);
  expect(decodeNpy(store.objects.get(narrow) as Uint8Array)).toEqual({
    data: Float32Array.of(1, 2, 11, 12, Number.NaN, Number.NaN),
    dims: [3, 2],
  });
});

test('the manifest can be read by anyone: counts, networks, and a SHA-256 of each object', async () => {
  const store = await sealed();
  const text = new TextDecoder().decode(store.objects.get('run/0001/manifest.json'));
  const manifest = JSON.parse(text);
  expect(manifest).toMatchObject({
    version: 1,
    photoCount: 4,
    failedCount: 1,
    faceCount: 3,
    decides: 'settings-1',
  });
  const [narrow] = manifest.networks;
  const bytes = store.objects.get(`run/0001/${narrow.embeddings.object}`) as Uint8Array;
  expect(narrow.embeddings.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  const unsealed = text.replace(/,\n {2}"sha256": "[0-9a-f]{64}"\n}\n$/, '\n}\n');
  expect(manifest.sha256).toBe(createHash('sha256').update(unsealed).digest('hex'));
});

test('a shard made otherwise is refused, and what differs is said', async () => {
  const store = await sealed();
  const [narrow, wide] = STAMP.networks;
  const otherSettings = { ...STAMP, decides: 'settings-2' };
  const otherNetwork = { ...STAMP, networks: [{ ...narrow, sha256: 'c'.repeat(64) }, wide] };
  for (const [stamp, words] of [
    [otherSettings, '(settings-1, not settings-2)'],
    [otherNetwork, 'not narrow (cccccccccccc, 2 values), wide'],
    [{ ...STAMP, networks: [wide, narrow] }, 'not wide'],
  ] as const) {
    const reading = readShard(store, 'run/0001', stamp);
    await expect(reading).rejects.toMatchObject({ code: 'SHARD_MISMATCH' });
    await expect(reading).rejects.toThrow(words);
  }
});

test('a shard of a newer format is not read, even if its fields are others', async () => {
  const store = await sealed();
  const newer = { format: 'quen-shard', version: 2, fields: 'other' };
  store.objects.set('run/0001/manifest.json', new TextEncoder().encode(JSON.stringify(newer)));
  await expect(read(store)).rejects.toMatchObject({ code: 'SHARD_VERSION' });
});

test('counts that contradict the photos are found even where every checksum holds', async () => {
  const store = await sealed();
  const path = 'run/0001/manifest.json';
  const text = new TextDecoder().decode(store.objects.get(path));
  const body = text
    .replace(/,\n {2}"sha256": "[0-9a-f]{64}"\n}\n$/, '\n}\n')
    .replace('"failedCount": 1', '"failedCount": 2');
  const seal = createHash('sha256').update(body).digest('hex');
  store.objects.set(path, new TextEncoder().encode(body.replace(/\n}\n$/, `,\n  "sha256": "${seal}"\n}\n`)));
  await expect(read(store)).rejects.toThrow('it has 1 photos that failed, and its manifest says 2');
});

test.each([
  ['of too few networks', [new Uint8Array(8)]],
  ['of no whole faces', [new Uint8Array(9), new Uint8Array(12)]],
  ['of different numbers of faces', [new Uint8Array(16), new Uint8Array(12)]],
  ['of no face', [new Uint8Array(), new Uint8Array()]],
])('embeddings %s are not sealed', async (_, embeddings) => {
  const record = { ...madeRecord(1, 1), embeddings } as PhotoRecord;
  await expect(sealed([record])).rejects.toMatchObject({ code: 'DIMENSION_MISMATCH' });
});

test('a detection that would not come back as it is is not sealed', async () => {
  for (const text of ['{"size": [1, 1, 1]}', 'not JSON', '1.0']) {
    const record = { ...madeRecord(1, 0), detection: new TextEncoder().encode(text) } as PhotoRecord;
    await expect(sealed([record])).rejects.toMatchObject({ code: 'DIMENSION_MISMATCH' });
  }
});

test('a shard that is removed leaves nothing, and its neighbours as they are', async () => {
  const store = await sealed();
  await sealShard(store, 'run/00011', RECORDS, STAMP);
  await removeShard(store, 'run/0001');
  expect(await listShards(store, '')).toEqual(['run/00011']);
  expect([...store.objects.keys()].every((name) => name.startsWith('run/00011/'))).toBe(true);
});
