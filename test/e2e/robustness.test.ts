import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { demoPhotos, itWithLfw, readTable, writeLfwTask, writeTable } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';

beforeAll(async () => {
  await demoPhotos();
});

/** What the checks read of the figures. */
interface Report {
  readonly robustness: {
    readonly photoCount: number;
    readonly rows: readonly {
      readonly degradation: string;
      readonly threshold: number;
      readonly withoutFace: number;
      readonly dir: { readonly value: number; readonly low: number; readonly high: number };
      readonly dirChange: { readonly value: number };
    }[];
  };
  readonly slices: readonly {
    readonly attribute: string;
    readonly rows: readonly { readonly slice: string }[];
  }[];
}

function reportAt(path: string): Report {
  return JSON.parse(readFileSync(path, 'utf8')) as Report;
}

describe('quen evaluate --degrade', () => {
  itWithLfw('names worse photos at the threshold of those as they are, the same each time', async () => {
    const folder = temporaryFolder();
    const { train, test, strangers, images } = writeLfwTask(folder);
    const tables = ['--train', train, '--test', test, '--images', images, '--strangers', strangers];
    const jsons = ['first', 'second'].map((name) => join(folder, `${name}.json`));
    const said: string[] = [];
    for (const json of jsons)
      said.push(
        await quenDone([
          'evaluate',
          ...tables,
          '--degrade',
          'grey,face-8px',
          '--fpir',
          '0.1',
          '--json',
          json,
        ]),
      );
    const [first, second] = jsons.map((json) => reportAt(json).robustness);
    expect(second).toEqual(first);
    expect(first?.photoCount).toBe(20);
    const [asTheyAre, grey, tiny] = first?.rows ?? [];
    expect(first?.rows.map(({ degradation }) => degradation)).toEqual(['none', 'grey', 'face-8px']);
    expect(new Set(first?.rows.map(({ threshold }) => threshold)).size).toBe(1);
    expect(asTheyAre?.dirChange.value).toBe(0);
    expect(asTheyAre?.withoutFace).toBe(0);
    expect(grey?.dir.value).toBeGreaterThanOrEqual(0.7);
    expect(tiny?.dir.value).toBeLessThan(grey?.dir.value ?? 0);
    expect(tiny?.dirChange.value).toBeCloseTo((tiny?.dir.value ?? 0) - (asTheyAre?.dir.value ?? 0), 10);
    expect(said[0]).toMatch(/20 photos made worse/);
    expect(said[0]).toMatch(/\n {2}face-8px +\d+ /);
  });

  it('refuses what is no degradation, and says what there is', async () => {
    const tables = ['--train', 'a.csv', '--test', 'b.csv', '--images', '.'];
    const ended = await quen(['evaluate', ...tables, '--degrade', 'sepia']);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: ["'sepia'", 'face-24px', 'all'] });
    const aligned = await quen(['evaluate', ...tables, '--degrade', 'grey', '--aligned']);
    expectFault(aligned, { exit: 2, code: 'CONFIG_INVALID', says: ['--aligned'] });
  });
});

describe('quen evaluate --degrade-detector', () => {
  it('refuses a detector that is none before it reads a photo', async () => {
    const { people } = await demoPhotos();
    const table = join(temporaryFolder(), 'people.csv');
    writeTable(table, [['joshua-rondeau-3yXxAfQSrXM-unsplash.jpg', 'tara sanford']]);
    const tables = ['--train', table, '--test', table, '--images', join(people, 'tara sanford')];
    const ended = await quen(['evaluate', ...tables, '--degrade', 'grey', '--degrade-detector', 'retinafac']);
    expect(ended.stderr).toContain('quen: NETWORK_UNKNOWN: ');
    const embedder = ['--degrade-detector', 'faceplugin-fr-feature'];
    const other = await quen(['evaluate', ...tables, '--degrade', 'grey', ...embedder]);
    expectFault(other, { exit: 2, code: 'CONFIG_INVALID', says: ['faceplugin-fr-feature', 'embedder'] });
  });
});

describe('quen evaluate --slice', () => {
  itWithLfw('tells the figures by a column of the table and by what is measured of faces', async () => {
    const folder = temporaryFolder();
    const { train, test, images } = writeLfwTask(folder);
    const rows = readTable(test).map(
      ({ image, label }, i) => `${image},${label},${i % 2 === 0 ? 'even' : 'odd'}\n`,
    );
    const sliced = join(folder, 'sliced.csv');
    writeFileSync(sliced, `image,label,Parity\n${rows.join('')}`);
    const json = join(folder, 'figures.json');
    const tables = ['--train', train, '--test', sliced, '--images', images];
    const said = await quenDone(['evaluate', ...tables, '--slice', 'parity', 'face-size', '--json', json]);
    const { slices } = reportAt(json);
    expect(slices.map(({ attribute }) => attribute)).toEqual(expect.arrayContaining(['parity', 'face-size']));
    const parity = slices.find(({ attribute }) => attribute === 'parity');
    expect(parity?.rows.map(({ slice }) => slice).sort()).toEqual(['even', 'odd']);
    expect(slices.find(({ attribute }) => attribute === 'face-size')?.rows).toHaveLength(4);
    expect(said).toMatch(/by parity:\n {2}(even|odd) +DIR [01]\.\d{4} of \d+, FPIR [01]\.\d{4} of \d+\n/);
  });

  it('refuses a name that is neither, and says what there is', async () => {
    const { people } = await demoPhotos();
    const folder = temporaryFolder();
    const test = join(folder, 'test.csv');
    const train = join(folder, 'train.csv');
    writeTable(train, [['joshua-rondeau-3yXxAfQSrXM-unsplash.jpg', 'tara sanford']]);
    writeTable(test, [['joshua-rondeau-3yXxAfQSrXM-unsplash.jpg', 'tara sanford']]);
    const tables = ['--train', train, '--test', test, '--images', join(people, 'tara sanford')];
    const ended = await quen(['evaluate', ...tables, '--slice', 'hair']);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: ["'hair'", 'face-size'] });
  });
});
