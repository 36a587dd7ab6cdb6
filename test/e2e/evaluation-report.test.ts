import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { itWithLfw, readTable, writeLfwTask, writeTable } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

/** Evaluates a small task of LFW into a folder. */
async function evaluated(
  tables: ReturnType<typeof writeLfwTask>,
  more: readonly string[] = [],
): Promise<string> {
  const out = join(temporaryFolder(), 'out');
  const { train, test, images } = tables;
  const named = ['--train', train, '--test', test, '--images', images];
  await quenDone(['evaluate', ...named, '--fpir', '0.1', '--out', out, ...more]);
  return out;
}

describe('the report of an evaluation', () => {
  itWithLfw('is two files of the same bytes each time, readable by their owner alone', async () => {
    const tables = writeLfwTask(temporaryFolder());
    const [one, two] = [await evaluated(tables), await evaluated(tables, ['--threads', '1'])];
    for (const name of ['report.json', 'report.html']) {
      expect(readFileSync(join(one, name), 'utf8')).toBe(readFileSync(join(two, name), 'utf8'));
      expect(statSync(join(one, name)).mode & 0o077).toBe(0);
    }
  });

  itWithLfw('tells of every photo, its data, networks and licences, and holds no embedding', async () => {
    const tables = writeLfwTask(temporaryFolder());
    const out = await evaluated(tables, ['--strangers', tables.strangers]);
    const { searches, manifest, findings } = readJson(join(out, 'report.json'));
    expect(searches.map(({ photo }: { photo: string }) => photo)).toEqual(
      readTable(tables.test).map(({ image }) => image),
    );
    expect(Object.keys(manifest.data)).toEqual(['enrolled', 'strangers', 'searched']);
    for (const { sha256, licence } of manifest.networks) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(licence.stated).not.toBe('');
    }
    expect(manifest.options).not.toHaveProperty('threads');
    expect(findings.counts).toMatchObject({ matedSearches: 10, nonMatedSearches: 10 });
    const longest = Math.max(...searches.map((search: unknown) => JSON.stringify(search).length));
    expect(longest).toBeLessThan(2000);
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page).toContain('<svg class="plot"');
    expect(page).not.toMatch(/<script|https?:/);
  });
});

describe('quen report diff', () => {
  itWithLfw('finds a run the same as itself, and tells what two runs did not share', async () => {
    const tables = writeLfwTask(temporaryFolder());
    const one = await evaluated(tables);
    const two = await evaluated(tables, ['--rule', 'mean']);
    const same = await quenDone(['report', 'diff', one, join(one, 'report.json')]);
    expect(same).toContain('Compared on the 20 photos that both have.');
    expect(same).toContain('Photos that changed sides: 0');
    expect(same).toContain('Networks, options, data and machine are the same.');
    const html = join(temporaryFolder(), 'diff.html');
    const other = await quenDone(['report', 'diff', one, two, '--html', html]);
    expect(other).toMatch(/options\.rule\s+blend\s+mean/);
    expect(readFileSync(html, 'utf8')).toContain('options.rule');
  });

  itWithLfw('compares the photos that both have, and refuses where there are none', async () => {
    const folder = temporaryFolder();
    const tables = writeLfwTask(folder);
    const rows = readTable(tables.test).map(({ image, label }) => [image ?? '', label ?? '']);
    const part = (name: string, chosen: readonly (readonly string[])[]) => {
      writeTable(join(folder, name), chosen);
      return evaluated({ ...tables, test: join(folder, name) });
    };
    const whole = await evaluated(tables);
    const even = await part(
      'even.csv',
      rows.filter((_, row) => row % 2 === 0),
    );
    const odd = await part(
      'odd.csv',
      rows.filter((_, row) => row % 2 === 1),
    );
    expect(await quenDone(['report', 'diff', whole, even])).toContain('Left out: 10 only in the first');
    const ended = await quen(['report', 'diff', even, odd]);
    expectFault(ended, { exit: 3, code: 'EVALUATION_EMPTY', says: ['no photo in common', even, odd] });
  });

  it('refuses a file that is no report, and a missing argument', async () => {
    const file = join(temporaryFolder(), 'report.json');
    writeFileSync(file, '{}');
    const ended = await quen(['report', 'diff', file, file]);
    expectFault(ended, { exit: 3, code: 'REPORT_INVALID', says: [file, 'quen evaluate --out'] });
    expectFault(await quen(['report', 'diff', file]), { exit: 2, code: 'CONFIG_INVALID', says: ['second'] });
  });
});
