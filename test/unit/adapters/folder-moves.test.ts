import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeMoves, resumeMoves, undoMoves } from '../../../src/adapters/files/folder-moves/folder-moves.ts';
import type { FileMove } from '../../../src/adapters/files/folder-moves/move-file.ts';
import { finishJournal, keepJournal } from '../../../src/adapters/files/folder-moves/moves-journal.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder(), 'people');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Every file below a folder with its content, the folders themselves with a slash. */
function contentOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names.map((name) =>
      statSync(join(folder, name)).isDirectory()
        ? [`${name}/`, '']
        : [name, readFileSync(join(folder, name), 'utf8')],
    ),
  );
}

const move = (from: string, to: string, content: string): FileMove => ({ from, to, sha256: hashOf(content) });

test('a file goes to its new place, and undo brings folder and file back as they were', async () => {
  const folder = folderWith({ 'ann/1.jpg': 'a1', 'ann/2.jpg': 'a2', 'bob/1.jpg': 'b1' });
  const before = contentOf(folder);
  utimesSync(join(folder, 'ann/2.jpg'), 1000, 2000);
  const records = await makeMoves(folder, [move('ann/2.jpg', 'bob/2.jpg', 'a2')]);
  expect(records.map(({ outcome }) => outcome)).toEqual(['moved']);
  expect(readFileSync(join(folder, 'bob/2.jpg'), 'utf8')).toBe('a2');
  expect(existsSync(join(folder, 'ann/2.jpg'))).toBe(false);
  await undoMoves(folder);
  expect(contentOf(folder)).toEqual(before);
  expect(statSync(join(folder, 'ann/2.jpg')).mtimeMs).toBe(2_000_000);
});

test('a folder left empty goes, a new one comes, and undo reverses both with their permissions', async () => {
  const folder = folderWith({ 'ann/1.jpg': 'a1', 'bob/1.jpg': 'b1' });
  chmodSync(join(folder, 'ann'), 0o750);
  await makeMoves(folder, [move('ann/1.jpg', '../people-aside/ann/1.jpg', 'a1')]);
  expect(existsSync(join(folder, 'ann'))).toBe(false);
  expect(readFileSync(join(folder, '../people-aside/ann/1.jpg'), 'utf8')).toBe('a1');
  await undoMoves(folder);
  expect(contentOf(dirname(folder))).toEqual({
    'people/': '',
    'people/ann/': '',
    'people/ann/1.jpg': 'a1',
    'people/bob/': '',
    'people/bob/1.jpg': 'b1',
  });
  expect(statSync(join(folder, 'ann')).mode & 0o777).toBe(0o750);
});

test('nothing is overwritten: a taken name gets a number, also within one set of moves', async () => {
  const folder = folderWith({ 'ann/1.jpg': 'a', 'cat/1.jpg': 'c', 'bob/1.jpg': 'b' });
  await makeMoves(folder, [move('ann/1.jpg', 'bob/1.jpg', 'a'), move('cat/1.jpg', 'bob/1.jpg', 'c')]);
  expect(contentOf(join(folder, 'bob'))).toEqual({ '1.jpg': 'b', '1-2.jpg': 'a', '1-3.jpg': 'c' });
});

test('a changed file, a missing one and a link stay as they are, and the others move', async () => {
  const folder = folderWith({ 'ann/1.jpg': 'edited', 'ann/2.jpg': 'a2' });
  symlinkSync('2.jpg', join(folder, 'ann/3.jpg'));
  const records = await makeMoves(folder, [
    move('ann/1.jpg', 'bob/1.jpg', 'as it was'),
    move('ann/0.jpg', 'bob/0.jpg', 'gone'),
    move('ann/3.jpg', 'bob/3.jpg', 'a2'),
    move('ann/2.jpg', 'bob/2.jpg', 'a2'),
  ]);
  expect(records.map(({ outcome }) => outcome)).toEqual(['changed', 'gone', 'not-a-file', 'moved']);
  expect(readFileSync(join(folder, 'ann/1.jpg'), 'utf8')).toBe('edited');
});

test('undo leaves a file that was edited since where it is, and can be tried again', async () => {
  const folder = folderWith({ 'ann/1.jpg': 'a1', 'ann/2.jpg': 'a2' });
  await makeMoves(folder, [move('ann/1.jpg', 'bob/1.jpg', 'a1')]);
  writeFileSync(join(folder, 'bob/1.jpg'), 'edited');
  expect((await undoMoves(folder))?.map(({ outcome }) => outcome)).toEqual(['changed']);
  writeFileSync(join(folder, 'bob/1.jpg'), 'a1');
  expect((await undoMoves(folder))?.map(({ outcome }) => outcome)).toEqual(['moved']);
  expect(await undoMoves(folder)).toBeUndefined();
});

test('sets of moves are undone one by one, the newest first', async () => {
  const folder = folderWith({ 'ann/1.jpg': 'a1' });
  await makeMoves(folder, [move('ann/1.jpg', 'bob/1.jpg', 'a1')]);
  await makeMoves(folder, [move('bob/1.jpg', 'cat/1.jpg', 'a1')]);
  await undoMoves(folder);
  expect(existsSync(join(folder, 'bob/1.jpg'))).toBe(true);
  await undoMoves(folder);
  expect(contentOf(folder)).toEqual({ 'ann/': '', 'ann/1.jpg': 'a1' });
});

test('a journal that cannot be read is refused with its path', async () => {
  const folder = folderWith({ 'ann/1.jpg': 'a1', '.quen-audit/1.json': '{"version":2}' });
  await expect(undoMoves(folder)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('.quen-audit/1.json'),
  });
});

/** Leaves a folder as a run that is killed leaves it: the first moves done, the next perhaps at both places. */
async function stopAfter(folder: string, moves: readonly FileMove[], count: number, isHalf: boolean) {
  const kept = await keepJournal(folder, {
    version: 1,
    moves: [...moves],
    left: [...new Set(moves.map(({ from }) => dirname(from)))].map((name) => ({ folder: name, mode: 0o755 })),
    made: ['new'],
  });
  moves.slice(0, count).forEach(({ from, to }) => {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    linkSync(join(folder, from), join(folder, to));
    rmSync(join(folder, from));
  });
  const next = moves[count];
  if (isHalf && next !== undefined) {
    mkdirSync(dirname(join(folder, next.to)), { recursive: true });
    linkSync(join(folder, next.from), join(folder, next.to));
  }
  return kept;
}

test('stopped anywhere, undo restores every file, and going on ends every move', async () => {
  const names = ['ann/1.jpg', 'ann/2.jpg', 'bob/1.jpg', 'cat/9.jpg'];
  const files = Object.fromEntries(names.map((name) => [name, `content of ${name}`]));
  const moves = names.map((name) => move(name, `new/${name.replace('/', '-')}`, `content of ${name}`));
  const stops = fc.tuple(fc.nat({ max: names.length }), fc.boolean(), fc.boolean());
  await fc.assert(
    fc.asyncProperty(stops, async ([count, isHalf, goesOn]) => {
      const folder = folderWith(files);
      const before = contentOf(folder);
      await stopAfter(folder, moves, count, isHalf);
      if (goesOn) {
        await resumeMoves(folder);
        expect(Object.keys(contentOf(join(folder, 'new')))).toHaveLength(names.length);
        expect(existsSync(join(folder, 'ann'))).toBe(false);
        expect(await resumeMoves(folder)).toBeUndefined();
      }
      await undoMoves(folder);
      expect(contentOf(folder)).toEqual(before);
    }),
    { numRuns: 30 },
  );
});

test('a finished set of moves is not carried out again', async () => {
  const folder = folderWith({ 'ann/1.jpg': 'a1' });
  const kept = await stopAfter(folder, [move('ann/1.jpg', 'new/1.jpg', 'a1')], 0, false);
  await finishJournal(folder, kept);
  expect(await resumeMoves(folder)).toBeUndefined();
  expect(existsSync(join(folder, 'ann/1.jpg'))).toBe(true);
});
