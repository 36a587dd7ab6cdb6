import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainPhoto } from '../support/made-photos.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { copyPhotos, itWithLfw, LFW } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';

const readJson = (path: string): Record<string, never> => JSON.parse(readFileSync(path, 'utf8'));

/** A folder of people of LFW, each with so many photos at most. */
function lfwFolder(photoCounts: Readonly<Record<string, number>>): string {
  const folder = temporaryFolder();
  for (const [person, count] of Object.entries(photoCounts)) {
    const from = join(LFW, 'images', person);
    const photos = readdirSync(from).sort().slice(0, count);
    copyPhotos(folder, Object.fromEntries(photos.map((photo) => [join(person, photo), join(from, photo)])));
  }
  return folder;
}

/** A folder of people whose photos are of one grey each, without a face; so many photos of each. */
async function greyFolder(photoCounts: readonly number[]): Promise<string> {
  const folder = temporaryFolder();
  for (const [person, count] of photoCounts.entries()) {
    mkdirSync(join(folder, `P${person}`));
    for (let n = 0; n < count; n++) {
      const grey = `#${(0x101010 * (1 + person) + 0x010101 * n).toString(16)}`;
      await plainPhoto(96, 96, grey)
        .png()
        .toFile(join(folder, `P${person}`, `P${person}_000${n}.png`));
    }
  }
  return folder;
}

const SOME = { Abdullah_Gul: 5, Adrien_Brody: 5, Abdel_Nasser_Assidi: 2, Abdoulaye_Wade: 3, Aaron_Guiel: 1 };

describe('quen evaluate lfw-open-set', () => {
  itWithLfw('splits people by their photos and writes figures, counts and hashes', async () => {
    const images = lfwFolder(SOME);
    const json = join(temporaryFolder(), 'figures.json');
    const said = await quenDone(['evaluate', 'lfw-open-set', '--images', images, '--json', json]);
    expect(said).toContain('2 people enrolled with 6 photos, 4 more photos of them to name');
    expect(said).toContain('not measurable');
    const report = readJson(json);
    expect(report['counts']).toEqual({
      ...{ gallery_people: 2, known_unknown_people: 2, gallery: 6, known: 4 },
      ...{ knownUnknownTraining: 2, knownUnknown: 3, unknownUnknown: 1 },
    });
    const figures = report['sets']['o3']['figures'] as { key: string; value: number | null }[];
    expect(figures.find(({ key }) => key === 'rank1')?.value).toBe(1);
    expect(report['provenance']).toMatchObject({
      data: { people: 5, photos: 16, photos_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      networks: [{ task: 'detector' }, { task: 'embedder', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
    const again = join(temporaryFolder(), 'again.json');
    await quenDone(['evaluate', 'lfw-open-set', '--images', images, '--json', again]);
    expect(readFileSync(again)).toEqual(readFileSync(json));
  });

  it('is refused where nobody has four photos, before a photo is read', async () => {
    const ended = await quen(['evaluate', 'lfw-open-set', '--images', await greyFolder([3, 1])]);
    expectFault(ended, { exit: 3, code: 'EVALUATION_EMPTY', says: ['more than three photos'] });
  });

  it('is refused where no enrolled photo has a face', async () => {
    const ended = await quen(['evaluate', 'lfw-open-set', '--images', await greyFolder([4, 1])]);
    expectFault(ended, { exit: 3, code: 'PEOPLE_WITHOUT_FACE', says: ['None of the 3 photos'] });
  });
});

describe('quen evaluate blufr', () => {
  const sizes = ['--trials', '2', '--train-people', '1', '--gallery-people', '2'];

  itWithLfw('draws trials with a seed and says whose they are', async () => {
    const images = lfwFolder(SOME);
    const json = join(temporaryFolder(), 'figures.json');
    const said = await quenDone(['evaluate', 'blufr', '--images', images, ...sizes, '--json', json]);
    expect(said).toContain("2 trials, drawn by BLUFR's rule, seed 1: not the draws that BLUFR publishes");
    const trials = readJson(json)['trials'] as { gallery: number; mated_searches: number }[];
    expect(trials.map(({ gallery }) => gallery)).toEqual([2, 2]);
  });

  itWithLfw("takes the toolkit's own lists", async () => {
    const images = lfwFolder(SOME);
    const lists = temporaryFolder();
    writeFileSync(join(lists, 'gallery_set.txt'), '1\n1\n1, Abdullah_Gul_0002.jpg\n');
    writeFileSync(join(lists, 'probe_set.txt'), '1\n2\n2, Abdullah_Gul_0001.jpg\n3, Aaron_Guiel_0001.jpg\n');
    const json = join(temporaryFolder(), 'figures.json');
    const said = await quenDone(['evaluate', 'blufr', '--images', images, '--lists', lists, '--json', json]);
    expect(said).toContain("1 trial, the toolkit's own lists");
    expect(readJson(json)['trials']).toMatchObject([
      { gallery: 1, mated_searches: 1, non_mated_searches: 1, same_pairs: 1, different_pairs: 2 },
    ]);
    expect(readJson(json)['rank1']).toMatchObject({ mean: 1 });
  });

  it('is refused for lists beside options of drawing, and for lists that are not there', async () => {
    const images = await greyFolder([2, 1]);
    const both = await quen(['evaluate', 'blufr', '--images', images, '--lists', images, '--seed', '1']);
    expectFault(both, { exit: 2, code: 'CONFIG_INVALID', says: ['lists say what the trials are'] });
    const none = await quen(['evaluate', 'blufr', '--images', images, '--lists', images]);
    expectFault(none, { exit: 3, code: 'TABLE_INVALID', says: ['gallery_set.txt', 'cannot be read'] });
  });

  it('is refused for too few people, with the flags that help', async () => {
    const ended = await quen(['evaluate', 'blufr', '--images', await greyFolder([2, 1])]);
    expectFault(ended, { exit: 3, code: 'EVALUATION_EMPTY', says: ['1500', '--train-people'] });
  });
});

describe('quen evaluate people', () => {
  itWithLfw('repeats with other draws and says what few people leave unmeasured', async () => {
    const people = lfwFolder(SOME);
    const json = join(temporaryFolder(), 'figures.json');
    const said = await quenDone(['evaluate', 'people', '--people', people, '--repeats', '3', '--json', json]);
    expect(said).toContain(
      '3 repeats, each with 2 people enrolled, 1 stranger to set the threshold on and 2 to test it',
    );
    expect(said).toContain('1 of 5 people have one photo');
    expect(said).toContain('extrapolated in 3 of 3 repeats');
    const report = readJson(json);
    expect(report['repeats']).toHaveLength(3);
    expect(report['figures']['dir_at_fpir.0.01']).toMatchObject({ mean: null });
    expect(report['figures']['rank1']['mean']).toBeGreaterThanOrEqual(0.9);
  });

  itWithLfw('enrols everybody where there are strangers', async () => {
    const people = lfwFolder({ Abdullah_Gul: 4, Adrien_Brody: 4 });
    const strangers = lfwFolder({ Aaron_Guiel: 1, Aaron_Patterson: 1, Abdullah_Gul: 1 });
    const json = join(temporaryFolder(), 'figures.json');
    const given = ['--people', people, '--strangers', strangers, '--enrol', '3', '--repeats', '2'];
    const said = await quenDone(['evaluate', 'people', ...given, '--json', json]);
    expect(said).toContain('each with 2 people enrolled, 1 stranger to set the threshold on');
    expect(said).toContain('2 photos are copies of others');
    expect(readJson(json)['left_out']).toMatchObject([
      { path: 'Abdullah_Gul/Abdullah_Gul_0001.jpg', code: 'same-photo-two-people' },
      { path: 'stranger: Abdullah_Gul/Abdullah_Gul_0001.jpg' },
    ]);
  });

  it('is refused for a folder without people', async () => {
    const ended = await quen(['evaluate', 'people', '--people', temporaryFolder()]);
    expectFault(ended, { exit: 3, code: 'PEOPLE_EMPTY', says: ['no photos of people'] });
  });

  it('is refused where everybody is the same photo', async () => {
    const folder = await greyFolder([1, 1]);
    writeFileSync(join(folder, 'P1/P1_0000.png'), readFileSync(join(folder, 'P0/P0_0000.png')));
    const ended = await quen(['evaluate', 'people', '--people', folder]);
    expectFault(ended, { exit: 3, code: 'EVALUATION_EMPTY', says: ['P0 and P1'] });
  });

  it('is refused for a share or a number out of range', async () => {
    const ended = await quen([
      'evaluate',
      'people',
      '--people',
      'p',
      '--enrolled-share',
      '2',
      '--repeats',
      '0',
    ]);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: ['enrolledShare', 'repeats'] });
  });
});
