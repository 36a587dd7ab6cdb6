import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { openObjectStore } from '../../../src/adapters/object-store/open-object-store.ts';
import { sealShard } from '../../../src/jobs/shards/seal-shard.ts';
import { exportShards } from '../../../src/toolkit/export-embeddings.ts';
import { madeRecord, STAMP } from '../../support/made-records.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function madeStore(): Promise<{ folder: string; store: string; out: string }> {
  const folder = temporaryFolder();
  const place = { folder, store: join(folder, 'store'), out: join(folder, 'out', 'faces.parquet') };
  const store = await openObjectStore(place.store);
  const failed = {
    kind: 'failed',
    sha256: '',
    photo: 'x.jpg',
    code: 'PHOTO_UNREADABLE',
    reason: 'empty',
  } as const;
  await sealShard(store, 'shards/one/0', [madeRecord(1, 2, '1.jpg'), failed], STAMP);
  await sealShard(store, 'shards/one/1', [madeRecord(3, 0, '3.jpg'), madeRecord(5, 1, '5.jpg')], STAMP);
  return place;
}

async function rowsIn(path: string): Promise<Record<string, unknown>[]> {
  return await parquetReadObjects({ file: Uint8Array.from(readFileSync(path)).buffer });
}

test('all finished shards of a store become one table, in the order of their names', async () => {
  const { store, out } = await madeStore();
  const exported = await exportShards({ store, out });
  expect(exported).toEqual({
    photoCount: 4,
    faceCount: 3,
    failed: [{ path: 'x.jpg', code: 'PHOTO_UNREADABLE', reason: 'empty' }],
    networks: STAMP.networks,
  });
  const rows = await rowsIn(out);
  expect(rows.map(({ photo, face, embedding_narrow }) => [photo, face, embedding_narrow])).toEqual([
    ['1.jpg', 0, [1, 2]],
    ['1.jpg', 1, [11, 12]],
    ['5.jpg', 0, [5, 6]],
  ]);
});

test('a prefix takes only the shards whose names begin with it', async () => {
  const { store, out } = await madeStore();
  await exportShards({ store, out, prefix: 'shards/one/1' });
  expect((await rowsIn(out)).map(({ photo }) => photo)).toEqual(['5.jpg']);
});

test('shards made in different ways are not put into one table', async () => {
  const { store, out } = await madeStore();
  const other = { ...STAMP, decides: 'settings-2' };
  await sealShard(await openObjectStore(store), 'shards/two/0', [madeRecord(9, 1)], other);
  await expect(exportShards({ store, out })).rejects.toMatchObject({ code: 'SHARD_MISMATCH' });
  expect(existsSync(out)).toBe(false);
  expect((await exportShards({ store, out, prefix: 'shards/two/' })).faceCount).toBe(1);
});

test('a damaged shard stops the export, and no table is left', async () => {
  const { store, out } = await madeStore();
  const folder = join(store, 'shards/one/1');
  const name = readdirSync(folder).find((file) => file.startsWith('wide')) as string;
  writeFileSync(join(folder, name), 'other bytes');
  await expect(exportShards({ store, out })).rejects.toMatchObject({ code: 'SHARD_DAMAGED' });
  expect(readdirSync(join(out, '..'))).toEqual([]);
});

test('a store without a finished shard, or that is not there, is said to be so', async () => {
  const { folder, store, out } = await madeStore();
  const nothing = { store, out, prefix: 'other/' };
  await expect(exportShards(nothing)).rejects.toMatchObject({ code: 'PHOTOS_EMPTY' });
  const mistyped = { store: join(folder, 'stroe'), out };
  await expect(exportShards(mistyped)).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
  expect(existsSync(mistyped.store)).toBe(false);
});
