import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBundleFile, readBundle, writeBundle } from '../../../src/adapters/files/bundle-store.ts';
import { writeGallery } from '../../../src/adapters/files/gallery-store.ts';
import { MADE_BUNDLE, MADE_GALLERY, withHead } from '../../support/made-bundle.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const bundleFormat = expect.objectContaining({ code: 'BUNDLE_FORMAT' });

describe('the file of a bundle', () => {
  it('gives back the bundle, is readable by its owner alone, and stands alone in its folder', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'people.quen');
    await writeBundle(path, MADE_BUNDLE);
    expect(await readBundle(path)).toEqual(MADE_BUNDLE);
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(readdirSync(folder)).toEqual(['people.quen']);
  });

  it('is refused with any one byte changed', async () => {
    const path = join(temporaryFolder(), 'people.quen');
    await writeBundle(path, MADE_BUNDLE);
    const bytes = readFileSync(path);
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(change, async ([place, flip]) => {
        const damaged = Buffer.from(bytes);
        damaged[place] ^= flip;
        writeFileSync(path, damaged);
        await expect(readBundle(path)).rejects.toEqual(bundleFormat);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused cut short or with a byte more', async () => {
    const path = join(temporaryFolder(), 'people.quen');
    await writeBundle(path, MADE_BUNDLE);
    const bytes = readFileSync(path);
    const lengths = [0, 1, 31, 32, 33, bytes.length - 33, bytes.length - 32, bytes.length - 1];
    for (const part of [
      ...lengths.map((length) => bytes.subarray(0, length)),
      Buffer.concat([bytes, bytes]),
    ]) {
      writeFileSync(path, part);
      await expect(readBundle(path)).rejects.toEqual(bundleFormat);
    }
  });

  it('is refused where there is none, or a folder, or a gallery', async () => {
    const folder = temporaryFolder();
    await expect(readBundle(join(folder, 'nothing.quen'))).rejects.toThrow(/does not exist/);
    mkdirSync(join(folder, 'folder.quen'));
    await expect(readBundle(join(folder, 'folder.quen'))).rejects.toThrow(/is a folder/);
    await writeGallery(join(folder, 'people.gallery'), MADE_GALLERY);
    await expect(readBundle(join(folder, 'people.gallery'))).rejects.toEqual(bundleFormat);
  });

  it('is told apart from a gallery, a folder, an empty file and nothing by how it begins', async () => {
    const folder = temporaryFolder();
    const paths = ['people.quen', 'people.gallery', 'empty', 'nothing'].map((name) => join(folder, name));
    const [bundle, gallery, empty, nothing] = paths;
    await writeBundle(bundle, MADE_BUNDLE);
    await writeGallery(gallery, MADE_GALLERY);
    writeFileSync(empty, '');
    expect(await Promise.all([bundle, gallery, folder, empty, nothing].map(isBundleFile))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('that cannot be read again leaves the earlier one and nothing half-written', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'people.quen');
    await writeBundle(path, MADE_BUNDLE);
    const arrays = { broken: { data: Float32Array.of(Number.NaN), dims: [1] } };
    await expect(writeBundle(path, withHead({ arrays }))).rejects.toEqual(bundleFormat);
    expect(await readBundle(path)).toEqual(MADE_BUNDLE);
    expect(readdirSync(folder)).toEqual(['people.quen']);
  });
});
