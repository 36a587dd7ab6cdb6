import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { QuenError } from '../../../core/errors.ts';
import { writeFault, writeFileWhole } from '../write-file.ts';

/** Hidden, so that it is no person. */
const JOURNAL_FOLDER = '.quen-audit';

const journalSchema = z.strictObject({
  version: z.literal(1),
  moves: z.array(z.strictObject({ from: z.string(), to: z.string(), sha256: z.string() })),
  /** Folders that files come from, with the permissions they have: they go when they are left empty. */
  left: z.array(z.strictObject({ folder: z.string(), mode: z.int() })),
  /** Folders that are made, outer ones first. */
  made: z.array(z.string()),
});

/** All that a set of moves will do, written down before any of it is done. Paths start at the folder, with forward slashes. */
export type MovesJournal = z.infer<typeof journalSchema>;

/** A journal on disk. */
export interface KeptJournal {
  readonly number: number;
  /** Whether its moves were carried out to the end. */
  readonly isFinished: boolean;
  readonly journal: MovesJournal;
}

/** Keeps a journal under the next number, flushed to disk. Throws `OUTPUT_*`. */
export async function keepJournal(folder: string, journal: MovesJournal): Promise<KeptJournal> {
  const number = Math.max(0, ...(await numbersIn(folder))) + 1;
  await mkdir(join(folder, JOURNAL_FOLDER), { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw writeFault(folder, cause);
  });
  await writeFileWhole(pathOf(folder, number), JSON.stringify(journal));
  return { number, isFinished: false, journal };
}

/** Marks a journal's moves as carried out. Throws `OUTPUT_*`. */
export async function finishJournal(folder: string, { number }: KeptJournal): Promise<void> {
  await writeFileWhole(markOf(folder, number), '');
}

/** The newest journal; undefined where there is none. Throws `CONFIG_INVALID` for one that cannot be read. */
export async function newestJournal(folder: string): Promise<KeptJournal | undefined> {
  const number = Math.max(0, ...(await numbersIn(folder)));
  if (number === 0) return undefined;
  const path = pathOf(folder, number);
  try {
    const journal = journalSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    const isFinished = (await namesIn(folder)).includes(`${number}.done`);
    return { number, isFinished, journal };
  } catch (cause) {
    const advice = 'It was not written by this Quen, or is damaged; move it away to go on without undo.';
    throw new QuenError('CONFIG_INVALID', `The journal ${path} cannot be read. ${advice}`, { cause });
  }
}

/** Forgets a journal that was undone; the folder of journals goes with the last. Throws `OUTPUT_*`. */
export async function dropJournal(folder: string, { number }: KeptJournal): Promise<void> {
  try {
    // The mark last: without its journal it means nothing.
    await rm(pathOf(folder, number), { force: true });
    await rm(markOf(folder, number), { force: true });
    if ((await namesIn(folder)).length === 0) await rmdir(join(folder, JOURNAL_FOLDER));
  } catch (cause) {
    throw writeFault(join(folder, JOURNAL_FOLDER), cause);
  }
}

function pathOf(folder: string, number: number): string {
  return join(folder, JOURNAL_FOLDER, `${number}.json`);
}

function markOf(folder: string, number: number): string {
  return join(folder, JOURNAL_FOLDER, `${number}.done`);
}

async function numbersIn(folder: string): Promise<number[]> {
  const names = await namesIn(folder);
  return names.flatMap((name) => (/^\d+\.json$/.test(name) ? [Number.parseInt(name, 10)] : []));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(join(folder, JOURNAL_FOLDER));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw writeFault(join(folder, JOURNAL_FOLDER), cause);
  }
}
