import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openObjectStore } from '../../../../src/adapters/object-store/open-object-store.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const BYTES = new TextEncoder().encode('bytes');

test('objects and their folders are their owner’s alone', async () => {
  const folder = join(temporaryFolder(), 'store');
  const store = await openObjectStore(folder);
  await store.put('a/b/c', BYTES);
  const mode = (path: string): string => (statSync(join(folder, path)).mode & 0o777).toString(8);
  expect(['', 'a', 'a/b', '.unfinished'].map(mode)).toEqual(['700', '700', '700', '700']);
  expect(mode('a/b/c')).toBe('600');
});

test('nothing is left beside the objects that were put', async () => {
  const folder = temporaryFolder();
  const store = await openObjectStore(folder);
  await Promise.all(Array.from({ length: 20 }, (_, i) => store.put(`a/${i % 2}`, BYTES)));
  expect(readdirSync(join(folder, '.unfinished'))).toEqual([]);
  expect(readdirSync(join(folder, 'a')).sort()).toEqual(['0', '1']);
});

test('writers killed in the middle leave whole objects, and no other is ever seen', async () => {
  const folder = temporaryFolder();
  const store = await openObjectStore(folder);
  const writers = await Promise.all(['a', 'b', 'c'].map((letter) => startWriter(folder, letter)));
  const isWhole = async (name: string): Promise<boolean> => {
    const bytes = await store.get(name);
    return bytes === undefined || (bytes.length === 200_000 && bytes.every((byte) => byte === bytes[0]));
  };
  for (const writer of writers) {
    for (let look = 0; look < 30; look++) expect(await isWhole(`shared/${look % 3}`)).toBe(true);
    writer.kill('SIGKILL');
    await once(writer, 'exit');
  }
  const names = await store.list('');
  expect(names).toContain('shared/0');
  for (const name of names) expect(await isWhole(name)).toBe(true);
});

/** A process that puts objects until it is killed, once it has put the first. */
async function startWriter(folder: string, letter: string): Promise<ChildProcess> {
  const program = join(import.meta.dirname, '../../../support/store-writer.ts');
  const writer = spawn(process.execPath, ['--import', 'tsx', program, folder, letter], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(writer.stdout, 'data');
  return writer;
}

test('what a killed writer left is removed when it is old, and only then', async () => {
  const folder = temporaryFolder();
  const unfinished = join(folder, '.unfinished');
  mkdirSync(unfinished);
  for (const name of ['old.part', 'young.part']) writeFileSync(join(unfinished, name), 'half');
  const hoursAgo = new Date(Date.now() - 2 * 3600 * 1000);
  utimesSync(join(unfinished, 'old.part'), hoursAgo, hoursAgo);
  const store = await openObjectStore(folder);
  expect(readdirSync(unfinished)).toEqual(['young.part']);
  expect(await store.list('')).toEqual([]);
});

test('a folder that cannot be one is refused when it is opened', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(openObjectStore(join(file, 'store'))).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
});

test('who only reads makes no folder, and is told where there is none', async () => {
  const folder = temporaryFolder();
  const opening = openObjectStore(join(folder, 'mistyped'), 'read');
  await expect(opening).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
  const store = await openObjectStore(folder, 'read');
  expect(await store.list('')).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('an object that cannot be read is not taken for one that is not there', async () => {
  const folder = temporaryFolder();
  const store = await openObjectStore(folder);
  symlinkSync('loop', join(folder, 'loop'));
  await expect(store.get('loop')).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
});

test('an object in the place of a folder makes the put fail, and leaves no half', async () => {
  const folder = temporaryFolder();
  const store = await openObjectStore(folder);
  await store.put('a', BYTES);
  await expect(store.put('a/b', BYTES)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  expect(await store.get('a/b')).toBeUndefined();
  expect(readdirSync(join(folder, '.unfinished'))).toEqual([]);
});

test('a folder may be named as a file URL; what is no address is refused', async () => {
  const folder = temporaryFolder();
  await (await openObjectStore(`file://${folder}/store`)).put('x', BYTES);
  expect(await (await openObjectStore(join(folder, 'store'))).list('')).toEqual(['x']);
  for (const url of [
    '',
    'gs://bucket/prefix',
    's3://',
    's3://Bad_Bucket/x',
    's3://faces/.hidden',
    'file://far/x',
  ])
    await expect(openObjectStore(url)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});
