import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPhotoVault } from '../../../src/adapters/files/photo-vault.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const PHOTO = `pho_${'a1'.repeat(16)}`;
const FACE = `fac_${'b2'.repeat(16)}`;

test('photos and crops come back, and what was never kept does not', async () => {
  const vault = openPhotoVault(temporaryFolder());
  await vault.keepPhoto(PHOTO, Uint8Array.of(1, 2));
  await vault.keepCrop(FACE, Uint8Array.of(3));
  expect([...((await vault.photo(PHOTO)) ?? [])]).toEqual([1, 2]);
  expect([...((await vault.crop(FACE)) ?? [])]).toEqual([3]);
  expect(await vault.crop(PHOTO)).toBeUndefined();
});

test('what is kept may be read by its owner alone', async () => {
  const folder = temporaryFolder();
  await openPhotoVault(folder).keepPhoto(PHOTO, Uint8Array.of(1));
  const [path = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith(PHOTO),
  );
  expect(statSync(join(folder, path)).mode & 0o077).toBe(0);
});

test('removed files are gone, and removing them again is nothing', async () => {
  const folder = temporaryFolder();
  const vault = openPhotoVault(folder);
  await vault.keepPhoto(PHOTO, Uint8Array.of(1));
  await vault.keepCrop(FACE, Uint8Array.of(1));
  const files = { photoIds: [PHOTO], faceIds: [FACE] };
  await vault.remove(files);
  await vault.remove(files);
  const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /_[0-9a-f]{32}$/.test(name),
  );
  expect(left).toEqual([]);
});

test.each(['../../secret', 'pho_../x', 'pho_', ''])(
  '%s is no id: nothing outside is read, written or removed',
  async (id) => {
    const parent = temporaryFolder();
    writeFileSync(join(parent, 'secret'), 'x');
    const vault = openPhotoVault(join(parent, 'vault'));
    expect(await vault.photo(id)).toBeUndefined();
    await expect(vault.keepPhoto(id, Uint8Array.of(1))).rejects.toThrow(RangeError);
    await vault.remove({ photoIds: [id], faceIds: [id] });
    expect(existsSync(join(parent, 'secret'))).toBe(true);
  },
);
