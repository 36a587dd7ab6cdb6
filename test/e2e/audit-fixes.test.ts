import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { expectFault, quen, quenDone, startQuen } from './quen.ts';

const FILE_COUNT = 3000;

/** A folder of people whose photos are to go aside; what the files hold does not matter to moving them. */
function madePeople(count: number): { people: string; fixes: string; before: Record<string, string> } {
  const people = join(temporaryFolder(), 'people');
  const moves = Array.from({ length: count }, (_, n) => {
    const from = `person-${n % 30}/photo-${n}.jpg`;
    const content = `photo ${n}`;
    mkdirSync(dirname(join(people, from)), { recursive: true });
    writeFileSync(join(people, from), content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { action: 'move', from, into: 'aside', to: from, sha256 };
  });
  const fixes = join(dirname(people), 'fixes.json');
  const list = moves.map((move, n) => ({ finding: `f${n}`, title: 'aside', accepted: true, moves: [move] }));
  const aside = `${people}-aside`;
  writeFileSync(fixes, JSON.stringify({ kind: 'quen-audit-fixes', version: 1, people, aside, fixes: list }));
  return { people, fixes, before: contentOf(people) };
}

function contentOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function movedCount(people: string): number {
  return existsSync(`${people}-aside`) ? Object.keys(contentOf(`${people}-aside`)).length : 0;
}

test('accepted fixes are carried out, and undo restores every file byte for byte', async () => {
  const { people, fixes, before } = madePeople(5);
  expect(await quenDone(['audit', '--apply', fixes])).toContain('5 photos moved.');
  expect(movedCount(people)).toBe(5);
  expect(await quenDone(['audit', 'undo', '--people', people])).toContain('5 photos moved back.');
  expect(contentOf(people)).toEqual(before);
  expect(readdirSync(dirname(people)).sort()).toEqual(['fixes.json', 'people']);
});

test('killed in the middle, undo restores every file, and the same command instead ends every move', async () => {
  const { people, fixes, before } = madePeople(FILE_COUNT);
  const killInTheMiddle = async (): Promise<void> => {
    const running = startQuen(['audit', '--apply', fixes]);
    while (movedCount(people) < 20) {
      if (running.child.exitCode !== null) throw new Error('It ended before it was killed.');
      await wait(2);
    }
    running.child.kill('SIGKILL');
    await running.ended;
    expect(movedCount(people)).toBeLessThan(FILE_COUNT);
  };
  await killInTheMiddle();
  await quenDone(['audit', 'undo', '--people', people]);
  expect(contentOf(people)).toEqual(before);
  await killInTheMiddle();
  expect(await quenDone(['audit', '--apply', fixes])).toContain(
    'An earlier run that was stopped was ended first',
  );
  expect(movedCount(people)).toBe(FILE_COUNT);
  await quenDone(['audit', 'undo', '--people', people]);
  expect(contentOf(people)).toEqual(before);
});

test('a photo that changed since the audit stays, and is named with the reason', async () => {
  const { people, fixes } = madePeople(2);
  writeFileSync(join(people, 'person-0/photo-0.jpg'), 'edited');
  const text = await quenDone(['audit', '--apply', fixes]);
  expect(text).toContain('1 photo moved.');
  expect(text).toContain('person-0/photo-0.jpg: it has changed since');
});

test('nothing accepted, nothing to undo and a file that is no list are refused with what to do', async () => {
  const { people, fixes } = madePeople(1);
  writeFileSync(fixes, readFileSync(fixes, 'utf8').replace('"accepted":true', '"accepted":false'));
  expectFault(await quen(['audit', '--apply', fixes]), {
    exit: 2,
    code: 'CONFIG_INVALID',
    says: ['is accepted', 'audit.html'],
  });
  expectFault(await quen(['audit', 'undo', '--people', people]), {
    exit: 2,
    code: 'CONFIG_INVALID',
    says: ['nothing to undo'],
  });
  writeFileSync(fixes, '{}');
  expectFault(await quen(['audit', '--apply', fixes]), {
    exit: 2,
    code: 'CONFIG_INVALID',
    says: ['fixes.json'],
  });
});
