import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { noisePhoto, pngBomb } from '../support/made-photos.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { copyPhotos, demoPhotos, fourPortraits, readTable } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';

beforeAll(async () => {
  await demoPhotos();
});

interface Skipped {
  readonly path: string;
  readonly code: string;
  readonly reason: string;
}

const skippedOf = (out: string): Skipped[] => JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')).skipped;

async function writeBadPhotos(folder: string, good: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'truncated.jpg'), readFileSync(good).subarray(0, 3000));
  writeFileSync(join(folder, 'zero.jpg'), '');
  writeFileSync(join(folder, 'text.jpg'), 'not a photo at all');
  writeFileSync(join(folder, 'bomb.png'), pngBomb(30_000));
  writeFileSync(join(folder, 'noise.jpg'), await noisePhoto(1));
  symlinkSync('nowhere', join(folder, 'dangling.jpg'));
  symlinkSync('.', join(folder, 'loop'));
  mkdirSync(join(folder, 'folder.jpg'));
  symlinkSync('..', join(folder, 'folder.jpg/up'));
  const [first, second] = await Promise.all([good, good].map((photo) => sharp(photo).resize(640).toBuffer()));
  await sharp([first, second] as Buffer[], { join: { animated: true } })
    .gif()
    .toFile(join(folder, 'moving.gif'));
}

describe('a pile with bad photos among good ones', () => {
  it('is named as far as it can be, each bad photo saying what is wrong with it', async () => {
    const { emilyAgain, taraAgain } = await fourPortraits();
    const folder = temporaryFolder();
    const pile = join(folder, 'pile');
    await writeBadPhotos(pile, emilyAgain);
    copyPhotos(pile, { 'good.jpg': taraAgain });
    const out = join(folder, 'out');
    const said = await quenDone([...(await namingOf(pile)), '--out', out]);
    expect(said).toContain('1 photo without a face');
    expect(said).toContain('4 photos that could not be used');
    const rows = readTable(join(out, 'identities.csv'));
    const told = Object.fromEntries(
      rows.map((row) => [row['photo'], `${row['decision']} ${row['identity']}`.trim()]),
    );
    expect(told).toEqual({
      'bomb.png': 'failed',
      'good.jpg': 'identified tara sanford',
      'moving.gif': 'identified emily willis',
      'noise.jpg': 'no-face',
      'text.jpg': 'failed',
      'truncated.jpg': 'failed',
      'zero.jpg': 'failed',
    });
    const skipped = Object.fromEntries(
      skippedOf(out).map(({ path, code, reason }) => [path, `${code} ${reason}`]),
    );
    expect(skipped).toEqual({
      'bomb.png': expect.stringMatching(/^PHOTO_TOO_LARGE .*million pixels/),
      'dangling.jpg': expect.stringMatching(/^unreadable What it links to .*does not exist/),
      'folder.jpg/up': expect.stringContaining('link-loop'),
      loop: expect.stringContaining('link-loop'),
      'text.jpg': expect.stringMatching(/^PHOTO_UNREADABLE .*does not begin as a JPEG/),
      'truncated.jpg': expect.stringMatching(/^PHOTO_UNREADABLE .*premature end/),
      'zero.jpg': expect.stringMatching(/^PHOTO_UNREADABLE .*empty/),
    });
  });

  it('made of bad photos only is still a run, not a fault', async () => {
    const pile = temporaryFolder();
    writeFileSync(join(pile, 'zero.jpg'), '');
    const said = await quenDone([...(await namingOf(pile)), '--out', join(temporaryFolder(), 'out')]);
    expect(said).toMatch(/^1 photo, 0 faces: 0 named, 0 unknown\n1 photo that could not be used/);
  });
});

async function namingOf(pile: string): Promise<string[]> {
  const { people } = await demoPhotos();
  return ['identify', '--people', people, '--photos', pile];
}

describe("people's folders", () => {
  it('without a photo of anybody are refused', async () => {
    const { photos } = await demoPhotos();
    const empty = temporaryFolder();
    const ended = await quen([
      'identify',
      '--people',
      empty,
      '--photos',
      photos,
      '--out',
      join(empty, 'out'),
    ]);
    expectFault(ended, { exit: 3, code: 'PEOPLE_EMPTY', says: [empty, 'folder with their name'] });
  });

  it('that do not exist are refused', async () => {
    const { photos } = await demoPhotos();
    const out = temporaryFolder();
    const ended = await quen([
      'identify',
      '--people',
      join(out, 'nowhere'),
      '--photos',
      photos,
      '--out',
      out,
    ]);
    expectFault(ended, { exit: 3, code: 'PEOPLE_EMPTY', says: [join(out, 'nowhere'), 'does not exist'] });
  });

  it('with one person are enough, and nothing is promised then', async () => {
    const { emily, emilyAgain, taraAgain } = await fourPortraits();
    const folder = temporaryFolder();
    copyPhotos(folder, { 'people/Emily/1.jpg': emily, 'pile/a.jpg': emilyAgain, 'pile/b.jpg': taraAgain });
    const said = await identifyIn(folder);
    expect(said).toMatch(/2 faces: 1 named, 1 unknown/);
    expect(said).toMatch(/Only one person is enrolled .* nothing is promised/);
  });

  it('without a usable photo leave their person out and nobody else', async () => {
    const { emily, tara, emilyAgain } = await fourPortraits();
    const folder = temporaryFolder();
    copyPhotos(folder, { 'people/Emily/1.jpg': emily, 'people/Tara/1.jpg': tara, 'pile/a.jpg': emilyAgain });
    mkdirSync(join(folder, 'people/Nobody'));
    writeFileSync(join(folder, 'people/Nobody/noise.jpg'), await noisePhoto(1));
    expect(await identifyIn(folder)).toContain('1 face: 1 named');
    expect(skippedOf(join(folder, 'out')).map(({ path, code }) => [path, code])).toEqual([
      ['Nobody/noise.jpg', 'no-face'],
      ['Nobody', 'person-left-out'],
    ]);
  });

  it('without any usable photo at all are refused, with the first reason', async () => {
    const { emilyAgain } = await fourPortraits();
    const folder = temporaryFolder();
    copyPhotos(folder, { 'pile/a.jpg': emilyAgain });
    for (const [seed, name] of ['Anna', 'Bert'].entries()) {
      mkdirSync(join(folder, 'people', name), { recursive: true });
      writeFileSync(join(folder, 'people', name, 'noise.jpg'), await noisePhoto(seed));
    }
    for (const args of [
      ['identify', '--people', 'people', '--photos', 'pile', '--out', 'out'],
      ['enrol', '--people', 'people', '--out', 'people.quen'],
    ]) {
      const ended = await quen(args, { cwd: folder });
      expectFault(ended, {
        exit: 3,
        code: 'PEOPLE_WITHOUT_FACE',
        says: ['Anna/noise.jpg', 'No face was found'],
      });
    }
  });

  it('with the same photo under two people count it for neither', async () => {
    const { emily, tara, taraAgain, emilyAgain } = await fourPortraits();
    const folder = temporaryFolder();
    copyPhotos(folder, {
      'people/Emily/1.jpg': emily,
      'people/Emily/2.jpg': taraAgain,
      'people/Tara/1.jpg': tara,
      'people/Tara/2.jpg': taraAgain,
      'pile/a.jpg': emilyAgain,
    });
    expect(await identifyIn(folder)).toContain('1 named');
    expect(skippedOf(join(folder, 'out'))).toEqual([
      expect.objectContaining({
        path: 'Emily/2.jpg',
        code: 'same-photo-two-people',
        reason: expect.stringContaining('Emily and Tara'),
      }),
      expect.objectContaining({ path: 'Tara/2.jpg', code: 'same-photo-two-people' }),
    ]);
  });
});

describe('the pile, or the strangers', () => {
  it('without a photo are refused', async () => {
    const { people, photos } = await demoPhotos();
    const empty = temporaryFolder();
    const out = temporaryFolder();
    const pile = await quen(['identify', '--people', people, '--photos', empty, '--out', out]);
    expectFault(pile, { exit: 3, code: 'PHOTOS_EMPTY', says: [empty, 'no photos to name'] });
    const sets = ['--people', people, '--photos', photos, '--strangers', empty];
    const strangers = await quen(['identify', ...sets, '--out', out]);
    expectFault(strangers, { exit: 3, code: 'PHOTOS_EMPTY', says: [empty, 'no photos of strangers'] });
  });

  it('that do not exist are refused', async () => {
    const { people, photos } = await demoPhotos();
    const out = temporaryFolder();
    const pile = await quen(['identify', '--people', people, '--photos', 'nowhere', '--out', out]);
    expectFault(pile, { exit: 3, code: 'PHOTOS_EMPTY', says: ['nowhere', 'does not exist'] });
    const sets = ['--people', people, '--photos', photos, '--strangers', 'nowhere'];
    const strangers = await quen(['identify', ...sets, '--out', out]);
    expectFault(strangers, { exit: 2, code: 'CONFIG_INVALID', says: ['nowhere'] });
  });
});

describe('names beyond ASCII', () => {
  const person = 'Nguyễn Thị Ánh';

  it('come out in one form, whichever the folders are in', async () => {
    const { emily, tara, emilyAgain } = await fourPortraits();
    for (const form of ['NFC', 'NFD']) {
      const folder = temporaryFolder();
      copyPhotos(folder, {
        [`people/${person.normalize(form)}/ảnh 1.jpg`.normalize(form)]: emily,
        'people/Tara/1.jpg': tara,
        ['pile/Hà Nội/ngày đẹp.jpg'.normalize(form)]: emilyAgain,
      });
      await identifyIn(folder);
      expect(readTable(join(folder, 'out/identities.csv'))).toMatchObject([
        { photo: 'Hà Nội/ngày đẹp.jpg'.normalize('NFC'), identity: person.normalize('NFC') },
      ]);
    }
  });

  it('find their photos from a table in the other form', async () => {
    const { emily, tara, emilyAgain } = await fourPortraits();
    for (const [onDisk, inTable] of [
      ['NFD', 'NFC'],
      ['NFC', 'NFD'],
    ]) {
      const folder = temporaryFolder();
      const photos = { emily: 'ánh/tốt.jpg', tara: 'tara/1.jpg', again: 'ánh/đẹp.jpg' };
      copyPhotos(folder, {
        [photos.emily.normalize(onDisk)]: emily,
        [photos.tara]: tara,
        [photos.again.normalize(onDisk)]: emilyAgain,
      });
      const rows = `${photos.emily},${person}\n${photos.tara},Tara\n`;
      writeFileSync(join(folder, 'train.csv'), `image,label\n${rows}`.normalize(inTable));
      writeFileSync(join(folder, 'test.csv'), `image,label\n${photos.again},${person}\n`.normalize(inTable));
      const tables = ['--train', 'train.csv', '--test', 'test.csv', '--images', '.'];
      await quenDone(['identify', ...tables, '--out', 'out'], { cwd: folder });
      expect(readTable(join(folder, 'out/identities.csv'))).toMatchObject([
        { photo: photos.again.normalize('NFC'), identity: person.normalize('NFC') },
      ]);
    }
  });
});

async function identifyIn(folder: string): Promise<string> {
  return await quenDone(['identify', '--people', 'people', '--photos', 'pile', '--out', 'out'], {
    cwd: folder,
  });
}
