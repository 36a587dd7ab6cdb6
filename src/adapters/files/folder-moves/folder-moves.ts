import { chmod, lstat, mkdir, rmdir } from 'node:fs/promises';
import { dirname, posix, resolve } from 'node:path';
import { throwIfAborted } from '../../../core/errors.ts';
import { writeFault } from '../write-file.ts';
import { type FileMove, type MoveOutcome, moveFile } from './move-file.ts';
import {
  dropJournal,
  finishJournal,
  type KeptJournal,
  keepJournal,
  type MovesJournal,
  newestJournal,
} from './moves-journal.ts';

/** One move and what became of it. */
export interface MoveRecord {
  readonly move: FileMove;
  readonly outcome: MoveOutcome;
}

/**
 * Moves files of a folder, the whole set written to a journal first. Where something lies at a new path already, the file gets
 * a number at the end of its name. Folders left empty go. Throws `OUTPUT_*` and `ABORTED`; what was done until then
 * stays in the journal, for {@link resumeMoves} or {@link undoMoves}.
 * @param moves paths from the folder, with forward slashes; new paths may lead out of it
 */
export async function makeMoves(
  folder: string,
  moves: readonly FileMove[],
  signal?: AbortSignal,
): Promise<MoveRecord[]> {
  if (moves.length === 0) return [];
  const kept = await keepJournal(folder, await planOf(folder, moves));
  return await carryOut(folder, kept, signal);
}

/** Ends the moves of a run that was stopped; undefined where none was. Throws as {@link makeMoves}. */
export async function resumeMoves(folder: string, signal?: AbortSignal): Promise<MoveRecord[] | undefined> {
  const kept = await newestJournal(folder);
  if (kept === undefined || kept.isFinished) return undefined;
  return await carryOut(folder, kept, signal);
}

/**
 * Takes back the newest set of moves, finished or not; undefined where there is none. Files that were changed since, or whose old
 * place is taken, stay where they are, and then the journal stays too. Throws as {@link makeMoves}.
 */
export async function undoMoves(folder: string, signal?: AbortSignal): Promise<MoveRecord[] | undefined> {
  const kept = await newestJournal(folder);
  if (kept === undefined) return undefined;
  const { moves, left, made } = kept.journal;
  await eachWriting(folder, left, async ({ folder: name, mode }) => {
    const first = await mkdir(resolve(folder, name), { recursive: true });
    if (first !== undefined) await chmod(resolve(folder, name), mode);
  });
  const back = moves.map(({ from, to, sha256 }) => ({ from: to, to: from, sha256 })).reverse();
  const records = await moveAll(folder, back, signal);
  await eachWriting(folder, [...made].reverse(), (name) => removeIfEmpty(resolve(folder, name)));
  // What lies at neither path was never moved, or is lost to others: there is nothing left to undo.
  if (records.every(({ outcome }) => ['moved', 'already', 'gone'].includes(outcome)))
    await dropJournal(folder, kept);
  return records;
}

async function planOf(folder: string, moves: readonly FileMove[]): Promise<MovesJournal> {
  const planned: FileMove[] = [];
  const taken = new Set<string>();
  const left = new Map<string, number>();
  const made = new Set<string>();
  for (const move of moves) {
    const to = await freePath(folder, move.to, taken);
    taken.add(to.toLowerCase());
    planned.push({ ...move, to });
    for (const name of parentsOf(move.from)) {
      const mode = await modeOf(resolve(folder, name));
      if (mode !== undefined) left.set(name, mode);
    }
    for (const name of parentsOf(to)) if ((await modeOf(resolve(folder, name))) === undefined) made.add(name);
  }
  return {
    version: 1,
    moves: planned,
    left: [...left].map(([name, mode]) => ({ folder: name, mode })),
    made: [...made],
  };
}

async function carryOut(folder: string, kept: KeptJournal, signal?: AbortSignal): Promise<MoveRecord[]> {
  const { moves, left } = kept.journal;
  const records = await moveAll(folder, moves, signal);
  const inner = left.map(({ folder: name }) => name).sort((a, b) => b.length - a.length);
  await eachWriting(folder, inner, (name) => removeIfEmpty(resolve(folder, name)));
  await finishJournal(folder, kept);
  return records;
}

async function moveAll(
  folder: string,
  moves: readonly FileMove[],
  signal: AbortSignal | undefined,
): Promise<MoveRecord[]> {
  const records: MoveRecord[] = [];
  await eachWriting(folder, moves, async (move) => {
    throwIfAborted(signal);
    const { from, to, sha256 } = move;
    const outcome = await moveFile({ from: resolve(folder, from), to: resolve(folder, to), sha256 });
    records.push({ move, outcome });
  });
  return records;
}

/** One after the other; faults of the file system become `OUTPUT_*`. */
async function eachWriting<T>(
  folder: string,
  items: readonly T[],
  act: (item: T) => Promise<void>,
): Promise<void> {
  for (const item of items) {
    try {
      await act(item);
    } catch (cause) {
      const isFileFault = (cause as NodeJS.ErrnoException).syscall !== undefined;
      throw isFileFault ? writeFault((cause as NodeJS.ErrnoException).path ?? folder, cause) : cause;
    }
  }
}

/** `a/b.jpg`, else `a/b-2.jpg` and so on. */
async function freePath(folder: string, wanted: string, taken: ReadonlySet<string>): Promise<string> {
  const { dir, name, ext } = posix.parse(wanted);
  for (let count = 1; ; count++) {
    const path = count === 1 ? wanted : posix.join(dir, `${name}-${count}${ext}`);
    const isTaken = taken.has(path.toLowerCase()) || (await modeOf(resolve(folder, path))) !== undefined;
    if (!isTaken) return path;
  }
}

/** Outer ones first, without the folder itself and those above it. */
function parentsOf(path: string): string[] {
  const parents: string[] = [];
  for (let parent = posix.dirname(path); !ABOVE.has(posix.basename(parent)); parent = posix.dirname(parent))
    parents.unshift(parent);
  return parents;
}

/** Last parts of paths that lead no further down. */
const ABOVE: ReadonlySet<string> = new Set(['.', '..', '']);

async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await lstat(path)).mode & 0o7777;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw writeFault(dirname(path), cause);
  }
}

async function removeIfEmpty(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'].includes(code)) throw cause;
  }
}
