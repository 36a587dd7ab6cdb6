import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateTables, isQuenError, type RecipeRunOptions, runRecipe } from '../../dist/index.js';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { demoPhotos, readTable, writeTable } from './photos.ts';

type Row = readonly [image: string, label: string];

/** Tables of the demo's photos: two of each of four people to learn, two more and ten strangers to name, 20 to calibrate on. */
interface Rows {
  readonly images: string;
  readonly train: readonly Row[];
  readonly again: readonly Row[];
  readonly nobody: readonly Row[];
  readonly strangers: readonly Row[];
}

let rows: Rows;

beforeAll(async () => {
  const { people, strangers, photos } = await demoPhotos();
  const images = dirname(people);
  const below = (folder: string): string[] =>
    readdirSync(folder)
      .sort()
      .map((name) => relative(images, join(folder, name)).split(sep).join('/'));
  const ofPerson = below(people).map((folder) => below(join(images, folder)));
  const named = (paths: readonly string[], label: string): Row[] => paths.map((path) => [path, label]);
  const others = below(photos).filter((path) => !path.includes('sample'));
  rows = {
    images,
    train: ofPerson.flatMap((paths, n) => named(paths.slice(0, 2), `person-${n}`)),
    again: ofPerson.flatMap((paths, n) => named(paths.slice(2, 4), `person-${n}`)),
    nobody: named(others.slice(0, 10), 'unknown'),
    strangers: below(strangers)
      .slice(0, 20)
      .map((path) => [path, path]),
  };
});

/** Writes tables, those of `rows` unless others are given, and says where they are. */
function tables(given: Partial<Record<'train' | 'test' | 'strangers', readonly Row[]>>) {
  const folder = temporaryFolder();
  const all = { train: rows.train, test: rows.again, strangers: rows.strangers, ...given };
  const paths = Object.fromEntries(
    Object.entries(all).map(([name, table]) => {
      const path = join(folder, `${name}.csv`);
      writeTable(path, table);
      return [name, path];
    }),
  ) as Record<'train' | 'test' | 'strangers', string>;
  return { ...paths, images: rows.images, out: join(folder, 'out') };
}

async function runDefault(given: Parameters<typeof tables>[0]) {
  const options = { recipe: 'default', ...tables(given) };
  const report = await runRecipe(options);
  const threshold = readFileSync(join(options.out, 'stages/01-answers/threshold.json'), 'utf8');
  return { options, report, threshold, answers: readTable(report.submission) };
}

describe('runRecipe, of the library', () => {
  it('names the photos of a table, keeps its stage, and gives it again', async () => {
    const { options, report, answers } = await runDefault({ test: [...rows.again, ...rows.nobody] });
    expect(report).toMatchObject({ recipe: 'default', stages: [{ name: '01-answers', wasKept: false }] });
    const [round] = report.rounds;
    expect(round?.score?.map5).toBeGreaterThan(0.9);
    expect(answers.map(({ image }) => image)).toEqual(
      [...rows.again, ...rows.nobody].map(([image]) => image),
    );
    const second = await runRecipe(options);
    expect(second).toEqual({ ...report, stages: [{ name: '01-answers', wasKept: true }] });
  });

  it('does not take a stranger who is enrolled for one, and says so', async () => {
    const clean = await runDefault({});
    const [[copied = '']] = rows.train as [Row];
    const odd = await runDefault({ strangers: [...rows.strangers, [copied, 'somebody']] });
    expect(odd.threshold).toBe(clean.threshold);
    expect(JSON.parse(odd.threshold)).toMatchObject({
      setOn: 'strangers',
      personCount: rows.strangers.length,
    });
    expect(odd.report.notes.join('\n')).toContain(`not taken for strangers: 1, the first ${copied}`);
    expect(clean.report.notes.join('\n')).not.toContain('not taken for strangers');
  });

  it('calls photos unknown when all that are to be named are of strangers', async () => {
    const { report, answers } = await runDefault({ test: rows.nobody });
    expect(
      answers.filter(({ label = '' }) => label.split(' ')[0] === 'unknown').length,
    ).toBeGreaterThanOrEqual(9);
    expect(report.rounds[0]?.score?.accuracy).toBeGreaterThanOrEqual(0.9);
  });

  it('names photos that are training photos as their table does, and says so', async () => {
    const { report, answers } = await runDefault({ test: rows.train });
    expect(answers.map(({ label = '' }) => label.split(' ')[0])).toEqual(
      rows.train.map(([, label]) => label),
    );
    expect(report.notes.join('\n')).toContain(`that are training photos: ${rows.train.length}.`);
  });

  it('throws coded faults', async () => {
    const faultOf = async (options: Partial<RecipeRunOptions>) =>
      await runRecipe({ recipe: 'default', ...tables({}), ...options }).catch((cause: unknown) => cause);
    expect(isQuenError(await faultOf({ recipe: 'nowhere' }), 'CONFIG_INVALID')).toBe(true);
    expect(isQuenError(await faultOf({ unknownLable: 'x' } as never), 'CONFIG_INVALID')).toBe(true);
  });
});

describe('evaluateTables', () => {
  it('gives no figure of enrolled people when all test photos are of strangers', async () => {
    const { out: _, ...given } = tables({ test: rows.nobody });
    const figures = await evaluateTables(given);
    expect(figures).toMatchObject({ rank1: null, auroc: null, mated_searches: 0, non_mated_searches: 10 });
    expect(figures.realised_fpir).toBeLessThanOrEqual(0.1);
  });

  it('sets the threshold without strangers who are enrolled', async () => {
    const thresholdWith = async (strangers: readonly Row[]) => {
      const { out: _, ...given } = tables({ test: rows.again, strangers });
      return (await evaluateTables(given)).threshold;
    };
    const [[copied = '']] = rows.train as [Row];
    const clean = await thresholdWith(rows.strangers);
    expect(await thresholdWith([...rows.strangers, [copied, 'somebody']])).toBe(clean);
  });
});
