import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import {
  demoPhotos,
  itWithLfw,
  itWithModels,
  LFW,
  MODELS,
  readTable,
  writeLfwTask,
  writeTable,
} from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';

beforeAll(async () => {
  await demoPhotos();
});

const FIGURES = [
  ...['rank1', 'map5', 'auroc', 'detect_fail', 'realised_fpir', 'dir_at_fpir'],
  ...['ece', 'brier', 'log_loss', 'stranger_share'],
];

const readJson = (path: string): Record<string, never> => JSON.parse(readFileSync(path, 'utf8'));

describe('tables', () => {
  itWithLfw('give scores.json and a submission.csv of five labels, unknown among them', async () => {
    const folder = temporaryFolder();
    const { train, test, strangers, images } = writeLfwTask(folder);
    const out = join(folder, 'out');
    const tables = ['--train', train, '--test', test, '--images', images, '--strangers', strangers];
    await quenDone(['identify', ...tables, '--out', out, '--fpir', '0.1']);
    expect(Object.keys(readJson(join(out, 'scores.json')))).toEqual(expect.arrayContaining(FIGURES));
    const answers = readTable(join(out, 'submission.csv'));
    expect(answers.map(({ image }) => image)).toEqual(readTable(test).map(({ image }) => image));
    const people = new Set(readTable(train).map(({ label }) => label));
    for (const { label } of answers) {
      const labels = label.split(' ');
      expect(new Set(labels).size).toBe(5);
      expect(labels.filter((one) => one === 'unknown')).toHaveLength(1);
      expect(labels.every((one) => one === 'unknown' || people.has(one))).toBe(true);
    }
    const first = answers.map(({ label }) => label.split(' ')[0]);
    const right = readTable(test).filter(({ label }, row) => label === first[row]).length;
    expect(right).toBeGreaterThanOrEqual(18);
  });

  itWithLfw('say nobody by the word the user has for it, and need no labels in the test', async () => {
    const folder = temporaryFolder();
    const { train, test, images } = writeLfwTask(folder);
    const bare = join(folder, 'bare.csv');
    writeFileSync(
      bare,
      `image\n${readTable(test)
        .map(({ image }) => `${image}\n`)
        .join('')}`,
    );
    const out = join(folder, 'out');
    const tables = ['--train', train, '--test', bare, '--images', images];
    await quenDone(['identify', ...tables, '--out', out, '--unknown-label', 'new_person']);
    const answers = readFileSync(join(out, 'submission.csv'), 'utf8');
    expect(answers).not.toMatch(/unknown|-1\b/);
    expect(
      answers
        .split('\n')
        .slice(1, -1)
        .every((line) => line.includes('new_person')),
    ).toBe(true);
  });

  itWithLfw('are refused when somebody enrolled bears the word for nobody', async () => {
    const { train, test, images } = writeLfwTask(temporaryFolder());
    const [{ label }] = readTable(train);
    const tables = ['--train', train, '--test', test, '--images', images, '--unknown-label', label];
    const ended = await quen(['identify', ...tables, '--out', temporaryFolder()]);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: [label, '--unknown-label'] });
  });

  it('are refused without an image column, with file and line', async () => {
    const folder = temporaryFolder();
    const train = join(folder, 'train.csv');
    writeFileSync(train, 'photo,label\na.jpg,Anna\n');
    const ended = await quen([
      'identify',
      '--train',
      train,
      '--test',
      train,
      '--images',
      folder,
      '--out',
      folder,
    ]);
    expectFault(ended, { exit: 3, code: 'TABLE_INVALID', says: [`${train}, line 1`, "no column 'image'"] });
  });

  it('are refused when they are not UTF-8', async () => {
    const folder = temporaryFolder();
    const train = join(folder, 'train.csv');
    writeFileSync(train, Buffer.from('image,label\na.jpg,René\n', 'latin1'));
    const ended = await quen([
      'identify',
      '--train',
      train,
      '--test',
      train,
      '--images',
      folder,
      '--out',
      folder,
    ]);
    expectFault(ended, { exit: 3, code: 'TABLE_INVALID', says: [train, 'UTF-8'] });
  });

  it('need a folder of images', async () => {
    const ended = await quen(['identify', '--train', 'a.csv', '--test', 'b.csv', '--out', temporaryFolder()]);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: ['images'] });
  });

  it('may name a photo that is not there: its row says so and the rest is done', async () => {
    const { people, photos } = await demoPhotos();
    const folder = temporaryFolder();
    const test = join(folder, 'test.csv');
    writeTable(test, [
      ['sample (2).jpg', 'tara sanford'],
      ['gone.jpg', 'tara sanford'],
    ]);
    const out = join(folder, 'out');
    const tables = ['--people', people, '--test', test, '--images', photos];
    const said = await quenDone(['identify', ...tables, '--out', out]);
    expect(said).toContain('1 photo that could not be used');
    const rows = readTable(join(out, 'identities.csv'));
    expect(rows.map(({ photo, decision }) => [photo, decision])).toEqual([
      ['sample (2).jpg', 'identified'],
      ['gone.jpg', 'failed'],
    ]);
    expect(rows[1]?.['reason']).toContain('does not exist');
    expect(readTable(join(out, 'submission.csv')).map(({ image }) => image)).toEqual([
      'sample (2).jpg',
      'gone.jpg',
    ]);
  });
});

describe('quen evaluate', () => {
  itWithLfw('prints the figures and writes them with their names', async () => {
    const folder = temporaryFolder();
    const { train, test, strangers, images } = writeLfwTask(folder);
    const json = join(folder, 'figures.json');
    const tables = ['--train', train, '--test', test, '--images', images, '--strangers', strangers];
    const said = await quenDone(['evaluate', ...tables, '--fpir', '0.1', '--json', json]);
    expect(said).toContain('10 searches for enrolled people, 10 for strangers');
    const report = readJson(json);
    expect(Object.keys(report)).toEqual(expect.arrayContaining([...FIGURES, 'photos_per_s']));
    expect(Object.keys(report['dir_at_fpir']).sort()).toEqual(['0.001', '0.01', '0.1']);
    expect(report['rank1']).toBeGreaterThanOrEqual(0.9);
    expect(report['auroc']).toBeGreaterThan(0.95);
    expect(report['detect_fail']).toBe(0);
    const [low, high] = report['intervals']['rank1'] as [number, number];
    expect(low).toBeLessThanOrEqual(report['rank1']);
    expect(high).toBe(1);
    // Ten strangers do not measure one in ten.
    expect(report['dir_at_fpir']['0.1']).toBeNull();
    expect(said).toMatch(
      /DIR at FPIR 0\.1 +not measurable: An FPIR of 0\.1 needs 30 searches for strangers; there are 10\./,
    );
    expect(said).toMatch(/rank 1 +[01]\.\d{4} {2}\(0\.\d{4} to 1\.0000\)/);
    expect(report['stranger_share']).toBe(0.5);
    expect(report['brier']).toBeGreaterThanOrEqual(0);
    expect(report['brier']).toBeLessThan(0.25);
    expect(said).toMatch(
      /probabilities +ECE 0\.\d{4}, Brier 0\.\d{4}, log loss 0\.\d{4}, stated for 50 % strangers/,
    );
  });

  itWithModels('weighs two networks together and each alone', async () => {
    const folder = temporaryFolder();
    const { train, test, images } = writeLfwTask(folder);
    const json = join(folder, 'figures.json');
    const networks = ['faceplugin-fr-feature', 'mobilefacenet-foamliu'];
    const tables = ['--train', train, '--test', test, '--images', images];
    const env = { QUEN_MODELS: MODELS };
    await quenDone(['evaluate', ...tables, '--network', ...networks, '--json', json], { env });
    const report = readJson(json);
    expect(Object.keys(report['networks'])).toEqual(networks);
    expect(report['rank1']).toBeGreaterThanOrEqual(0.9);
    for (const name of networks) expect(report['networks'][name]['rank1']).toBeGreaterThanOrEqual(0.9);
  });

  itWithLfw('is refused when the test shows neither enrolled people nor strangers', async () => {
    const folder = temporaryFolder();
    const { train, images } = writeLfwTask(folder);
    const test = join(folder, 'empty.csv');
    writeFileSync(test, 'image,label\n');
    const ended = await quen(['evaluate', '--train', train, '--test', test, '--images', images]);
    expectFault(ended, { exit: 3, code: 'TABLE_INVALID', says: [test, 'no row'] });
  });
});

describe('quen evaluate lfw-pairs', () => {
  itWithLfw('measures folds of pairs', async () => {
    const folder = temporaryFolder();
    const lines = readFileSync(join(LFW, 'pairs.txt'), 'utf8').split('\n');
    const fold = (start: number): string[] => [
      ...lines.slice(start, start + 4),
      ...lines.slice(start + 300, start + 304),
    ];
    const pairs = join(folder, 'pairs.txt');
    writeFileSync(pairs, `${['2\t4', ...fold(1), ...fold(601)].join('\n')}\n`);
    const json = join(folder, 'figures.json');
    const said = await quenDone([
      ...['evaluate', 'lfw-pairs', '--images', join(LFW, 'images'), '--pairs', pairs, '--json', json],
    ]);
    expect(said).toContain('16 pairs of');
    expect(readJson(json)).toMatchObject({ pairs: 16, detect_fail: 0 });
    expect(readJson(json)['accuracy']).toBeGreaterThanOrEqual(0.85);
    expect(readJson(json)['tar_at_far']).toHaveProperty('0.001');
  });

  it('is refused for a list that is none, with file and line', async () => {
    const folder = temporaryFolder();
    const pairs = join(folder, 'pairs.txt');
    writeFileSync(pairs, 'ten folds\n');
    const ended = await quen(['evaluate', 'lfw-pairs', '--images', folder, '--pairs', pairs]);
    expectFault(ended, { exit: 3, code: 'TABLE_INVALID', says: [`${pairs}, line 1`] });
  });
});

describe('--aligned', () => {
  itWithLfw('takes crops as they are, and no photo of another size', async () => {
    const folder = temporaryFolder();
    const person = join(LFW, 'images/Abdullah_Gul');
    const crop = async (name: string, side: number, place: string): Promise<void> => {
      const middle = { left: 69, top: 69, width: 112, height: 112 };
      const pixels = sharp(join(person, `Abdullah_Gul_${name}.jpg`)).extract(middle);
      await pixels.resize(side, side).png().toFile(join(folder, place));
    };
    const train = join(folder, 'train.csv');
    const test = join(folder, 'test.csv');
    await crop('0001', 112, 'enrolled.png');
    await crop('0001', 112, 'same.png');
    await crop('0002', 128, 'large.png');
    writeTable(train, [['enrolled.png', 'Abdullah Gul']]);
    writeTable(
      test,
      [['same.png'], ['large.png']].map(([image]) => [image, 'Abdullah Gul']),
    );
    const tables = ['--train', train, '--test', test, '--images', folder];
    await quenDone(['identify', ...tables, '--aligned', '--out', join(folder, 'out')]);
    const { photos } = readJson(join(folder, 'out/identities.json')) as Record<string, never>;
    expect(photos).toMatchObject([
      {
        photo: 'same.png',
        kind: 'searched',
        faces: [{ rung: 'given', decision: { identity: 'Abdullah Gul' } }],
      },
      { photo: 'large.png', kind: 'failed', code: 'DIMENSION_MISMATCH' },
    ]);
  });
});
