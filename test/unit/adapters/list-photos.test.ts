import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listPhotos } from '../../../src/adapters/files/list-photos.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function folderWith(files: readonly string[]): string {
  const root = temporaryFolder();
  for (const file of files) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), 'x');
  }
  return root;
}

describe('listPhotos', () => {
  it('lists photos of all depths in name order and passes over other files with a reason', async () => {
    const root = folderWith(['b/2.jpg', 'a/1.PNG', 'a/deep/3.webp', 'a/notes.txt', '.hidden.jpg']);
    const { photos, skipped } = await listPhotos(root, 'PHOTOS_EMPTY');
    expect(photos.map((photo) => photo.name)).toEqual(['a/1.PNG', 'a/deep/3.webp', 'b/2.jpg']);
    expect(skipped).toEqual([{ path: 'a/notes.txt', code: 'not-a-photo', reason: expect.any(String) }]);
  });

  it('enters each real folder once, so a loop of links ends', async () => {
    const root = folderWith(['a/1.jpg']);
    symlinkSync(root, join(root, 'a/back'));
    symlinkSync(join(root, 'b2'), join(root, 'b1'));
    symlinkSync(join(root, 'b1'), join(root, 'b2'));
    const { photos, skipped } = await listPhotos(root, 'PHOTOS_EMPTY');
    expect(photos).toHaveLength(1);
    expect(skipped.map(({ path, code }) => [path, code])).toEqual([
      ['a/back', 'link-loop'],
      ['b1', 'unreadable'],
      ['b2', 'unreadable'],
    ]);
  });

  it('names a Vietnamese folder alike in both Unicode normal forms', async () => {
    const name = 'Nguyễn Thị Hường';
    const composed = folderWith([`${name.normalize('NFC')}/1.jpg`]);
    const decomposed = folderWith([`${name.normalize('NFD')}/1.jpg`]);
    const names = await Promise.all(
      [composed, decomposed].map(async (root) => (await listPhotos(root, 'PHOTOS_EMPTY')).photos[0]?.name),
    );
    expect(names[0]).toBe(`${name.normalize('NFC')}/1.jpg`);
    expect(names[1]).toBe(names[0]);
  });

  it('throws the given code for a folder that is not there', async () => {
    const missing = join(temporaryFolder(), 'nowhere');
    await expect(listPhotos(missing, 'PEOPLE_EMPTY')).rejects.toMatchObject({ code: 'PEOPLE_EMPTY' });
  });
});
