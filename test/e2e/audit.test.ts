import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixesFileSchema } from '../../src/audit/fix.ts';
import type { Finding } from '../../src/core/audit-finding.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { copyPhotos, demoPhotos, fourPortraits, itWithLfw, LFW } from './photos.ts';
import { expectFault, quen, quenDone } from './quen.ts';

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const findingsIn = (out: string): Finding[] =>
  (readJson(join(out, 'audit.json')) as { findings: Finding[] }).findings;
const ofKind = (findings: readonly Finding[], kind: string): Finding[] =>
  findings.filter((finding) => finding.kind === kind);

describe('quen audit', () => {
  it('finds copies, a photo without a face and a broken file, and changes nothing', async () => {
    const folder = temporaryFolder();
    const people = join(folder, 'people');
    const out = join(folder, 'out');
    const { emily, tara, emilyAgain } = await fourPortraits();
    copyPhotos(people, {
      'Emily/1.jpg': emily,
      'Emily/same file.jpg': emily,
      'Tara/1.jpg': tara,
      'Tara/of Emily.jpg': emilyAgain,
    });
    writeFileSync(join(people, 'Tara', 'broken.jpg'), 'no photo at all');
    const listed = readdirSync(people, { recursive: true }).sort();
    const text = await quenDone(['audit', '--people', people, '--out', out]);
    expect(text).toContain('2 people, 5 photos, 4 faces');
    expect(text).toContain('Nothing was changed.');
    expect(readdirSync(people, { recursive: true }).sort()).toEqual(listed);
    const findings = findingsIn(out);
    expect(ofKind(findings, 'exact-copy')[0]?.photos).toEqual(['Emily/1.jpg', 'Emily/same file.jpg']);
    expect(ofKind(findings, 'unreadable')[0]?.photos).toEqual(['Tara/broken.jpg']);
    const { fixes } = fixesFileSchema.parse(readJson(join(out, 'fixes.json')));
    expect(fixes.every(({ accepted }) => !accepted)).toBe(true);
    expect(fixes.flatMap(({ moves }) => moves.map(({ from }) => from))).toEqual(
      expect.arrayContaining(['Emily/same file.jpg', 'Tara/broken.jpg']),
    );
    expect(readFileSync(join(out, 'audit.html'), 'utf8')).toContain('The same file twice');
  });

  it('writes the same bytes each time', async () => {
    const { people } = await demoPhotos();
    const folder = temporaryFolder();
    for (const out of ['a', 'b']) await quenDone(['audit', '--people', people, '--out', join(folder, out)]);
    for (const file of ['audit.json', 'fixes.json', 'audit.html'])
      expect(readFileSync(join(folder, 'a', file))).toEqual(readFileSync(join(folder, 'b', file)));
  });

  it('looks at a folder it may not write to', async () => {
    const folder = temporaryFolder();
    const people = join(folder, 'people');
    const { emily, tara } = await fourPortraits();
    copyPhotos(people, { 'Emily/1.jpg': emily, 'Tara/1.jpg': tara });
    chmodSync(join(people, 'Emily'), 0o555);
    chmodSync(people, 0o555);
    expect(await quenDone(['audit', '--people', people, '--out', join(folder, 'out')])).toContain('2 photos');
    chmodSync(people, 0o755);
    chmodSync(join(people, 'Emily'), 0o755);
  });

  it('refuses to write where it would pass for a person', async () => {
    const folder = temporaryFolder();
    const { emily } = await fourPortraits();
    copyPhotos(folder, { 'Emily/1.jpg': emily });
    const ended = await quen(['audit', '--people', folder, '--out', join(folder, 'out')]);
    expectFault(ended, { exit: 2, code: 'CONFIG_INVALID', says: ['would pass for a person'] });
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it.each([
    [['--people', 'x', '--train', 'y'], 'exactly one of people'],
    [['--train', 'y.csv'], 'tables need images'],
    [['--people', 'x', '--min-confidence', '2'], 'at most 1'],
    [['--apply', 'x.json', '--out', 'y'], '--out has no meaning with --apply'],
  ])('refuses %j', async (flags, says) => {
    expectFault(await quen(['audit', ...flags]), { exit: 2, code: 'CONFIG_INVALID', says: [says] });
  });

  itWithLfw('finds a photo in the wrong folder, of a table too, and moves it where it belongs', async () => {
    const folder = temporaryFolder();
    const people = join(folder, 'people');
    const images = join(LFW, 'images');
    const chosen = readdirSync(images)
      .filter((person) => readdirSync(join(images, person)).length === 4)
      .sort()
      .slice(0, 20);
    for (const person of chosen) {
      mkdirSync(join(people, person), { recursive: true });
      for (const photo of readdirSync(join(images, person)))
        copyFileSync(join(images, person, photo), join(people, person, photo));
    }
    const [owner = '', host = ''] = [chosen[2], chosen[9]];
    const [photo = ''] = readdirSync(join(people, owner)).sort();
    copyFileSync(join(people, owner, photo), join(people, host, photo));
    rmSync(join(people, owner, photo));

    const out = join(folder, 'out');
    await quenDone(['audit', '--people', people, '--out', out]);
    const wrong = ofKind(findingsIn(out), 'wrong-person');
    expect(wrong.map(({ photos }) => photos)).toEqual([[`${host}/${photo}`]]);
    expect(wrong[0]?.proposal).toMatchObject({ kind: 'move', person: owner });

    const rows = readdirSync(people).flatMap((person) =>
      readdirSync(join(people, person)).map((name) => `${person}/${name},${person}\n`),
    );
    writeFileSync(join(folder, 'train.csv'), `image,label\n${rows.join('')}`);
    const table = join(folder, 'of-table');
    await quenDone(['audit', '--train', join(folder, 'train.csv'), '--images', people, '--out', table]);
    expect(ofKind(findingsIn(table), 'wrong-person')).toEqual(wrong);
    expect(existsSync(join(table, 'fixes.json'))).toBe(false);

    const list = fixesFileSchema.parse(readJson(join(out, 'fixes.json')));
    const accepted = list.fixes.map((fix) => ({ ...fix, accepted: fix.finding === wrong[0]?.id }));
    writeFileSync(join(folder, 'accepted.json'), JSON.stringify({ ...list, fixes: accepted }));
    await quenDone(['audit', '--apply', join(folder, 'accepted.json')]);
    expect(readdirSync(join(people, owner))).toContain(photo);
    expect(readdirSync(join(people, host))).not.toContain(photo);
  });
});
