import { readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import {
  type MoveRecord,
  makeMoves,
  resumeMoves,
  undoMoves,
} from '../adapters/files/folder-moves/folder-moves.ts';
import { type FileMove, type MoveOutcome, stateOfFile } from '../adapters/files/folder-moves/move-file.ts';
import { conflictingFixes, type Fix, type FixesFile, fixesFileSchema, type Move } from '../audit/fix.ts';
import { QuenError, throwIfAborted } from '../core/errors.ts';
import type { RunControl } from '../pipeline/extract-photos.ts';
import { parseOptions } from './parse-options.ts';

/** Options of `applyFixes`. */
export const applyFixesOptionsSchema = z.strictObject({
  /** The folder of a folder per person that was audited; the one the list names when absent. */
  people: z.string().min(1).optional(),
  /** The list of fixes, `fixes.json`, with those that are accepted marked so. */
  fixes: z.string().min(1),
});

/** Options of `applyFixes` as a caller gives them. */
export type ApplyFixesOptions = z.input<typeof applyFixesOptionsSchema>;

/** Options of `undoFixes`. */
export const undoFixesOptionsSchema = z.strictObject({
  /** The folder of a folder per person whose newest fixes are taken back. */
  people: z.string().min(1),
});

/** Options of `undoFixes` as a caller gives them. */
export type UndoFixesOptions = z.input<typeof undoFixesOptionsSchema>;

/** A photo that was moved; paths from the people folder. */
export interface MovedPhoto {
  readonly from: string;
  readonly to: string;
}

/** A photo that was left where it is, and why. */
export interface UnmovedPhoto extends MovedPhoto {
  readonly reason: string;
}

/** What applying or undoing came to. */
export interface FixesReport {
  readonly moved: readonly MovedPhoto[];
  readonly unmoved: readonly UnmovedPhoto[];
  /** Photos moved to end an earlier run that was stopped. */
  readonly resumedCount: number;
}

/**
 * Carries out the accepted fixes of an audit by moving files, each fix whole or not at all, with a journal for {@link undoFixes} below the
 * people folder. Nothing is overwritten or deleted. An earlier run that was stopped is ended first. Throws
 * `CONFIG_INVALID` for a list that is none, that accepts nothing or moves a photo twice, and `OUTPUT_*`.
 */
export async function applyFixes(options: ApplyFixesOptions, control: RunControl = {}): Promise<FixesReport> {
  const resolved = parseOptions(applyFixesOptionsSchema, options);
  const list = await readFixes(resolved.fixes);
  const people = resolve(resolved.people ?? list.people);
  const resumed = await resumeMoves(people, control.signal);
  const accepted = acceptedFixes(list, resolved.fixes);
  const place = { people, aside: relative(people, resolve(list.aside)).split(sep).join('/') };
  const prepared: PreparedFix[] = [];
  for (const fix of accepted) {
    throwIfAborted(control.signal);
    prepared.push(await prepareFix(fix, place));
  }
  const records = await makeMoves(
    people,
    prepared.flatMap(({ ready }) => ready),
    control.signal,
  );
  const { moved, unmoved } = reportOf(records, 0);
  return {
    moved: [...prepared.flatMap(({ done }) => done.map(({ from, to }) => ({ from, to }))), ...moved],
    unmoved: [...prepared.flatMap((fix) => fix.unmoved), ...unmoved],
    resumedCount: resumed?.length ?? 0,
  };
}

/**
 * Takes back the newest fixes that were applied to a folder, also those of a run that was stopped. Throws `CONFIG_INVALID` where there is nothing
 * to undo, and `OUTPUT_*`.
 */
export async function undoFixes(options: UndoFixesOptions, control: RunControl = {}): Promise<FixesReport> {
  const { people } = parseOptions(undoFixesOptionsSchema, options);
  const records = await undoMoves(resolve(people), control.signal);
  if (records === undefined) {
    const advice = 'Give the folder that the fixes were applied to.';
    throw new QuenError('CONFIG_INVALID', `There is nothing to undo in ${people}. ${advice}`);
  }
  return reportOf(records, 0);
}

async function readFixes(path: string): Promise<FixesFile> {
  try {
    return fixesFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? `: ${z.prettifyError(cause)}` : '';
    const message = `${path} is no list of fixes of 'quen audit'${problem}. Give the fixes.json it wrote.`;
    throw new QuenError('CONFIG_INVALID', message, { cause });
  }
}

function acceptedFixes({ fixes }: FixesFile, path: string): Fix[] {
  const accepted = fixes.filter((fix) => fix.accepted);
  if (accepted.length === 0) {
    const advice = 'Set "accepted": true where a fix is right, or use the boxes of audit.html.';
    throw new QuenError('CONFIG_INVALID', `No fix of ${path} is accepted. ${advice}`);
  }
  const [conflict] = conflictingFixes(accepted);
  if (conflict === undefined) return accepted;
  const among = conflict.findings.join(' and ');
  throw new QuenError(
    'CONFIG_INVALID',
    `${conflict.from} is moved by more than one accepted fix: ${among}. Accept one of them.`,
  );
}

/** The folders of a list of fixes. */
interface Place {
  readonly people: string;
  /** From `people`, with forward slashes. */
  readonly aside: string;
}

interface PreparedFix {
  readonly ready: readonly FileMove[];
  readonly done: readonly FileMove[];
  readonly unmoved: readonly UnmovedPhoto[];
}

function targetOf({ into, to }: Move, { aside }: Place): string {
  return into === 'aside' ? `${aside}/${to}` : to;
}

function fileMove(move: Move, place: Place): FileMove {
  return { from: move.from, to: targetOf(move, place), sha256: move.sha256 };
}

function pathsOf(move: Move, place: Place): MovedPhoto {
  return { from: move.from, to: targetOf(move, place) };
}

/** What of a fix is to do, is done, or cannot be done because a photo is not as it was. */
async function prepareFix({ moves }: Fix, place: Place): Promise<PreparedFix> {
  const states = await Promise.all(moves.map(async (move) => ({ move, state: await stateOf(move, place) })));
  const movesIn = (wanted: string): FileMove[] =>
    states.flatMap(({ move, state }) => (state === wanted ? [fileMove(move, place)] : []));
  const hindered = states.flatMap(({ move, state }) =>
    state === 'as-known' || state === 'already' ? [] : [{ ...pathsOf(move, place), reason: REASONS[state] }],
  );
  if (hindered.length === 0) return { ready: movesIn('as-known'), done: movesIn('already'), unmoved: [] };
  const reason = 'another photo of the same fix cannot be moved';
  const others = movesIn('as-known').map(({ from, to }) => ({ from, to, reason }));
  return { ready: [], done: movesIn('already'), unmoved: [...hindered, ...others] };
}

async function stateOf(
  move: Move,
  place: Place,
): Promise<'as-known' | Exclude<MoveOutcome, 'moved' | 'taken'>> {
  const state = await stateOfFile(resolve(place.people, move.from), move.sha256);
  if (state !== 'gone') return state;
  const arrived = await stateOfFile(resolve(place.people, targetOf(move, place)), move.sha256);
  return arrived === 'as-known' ? 'already' : 'gone';
}

const REASONS: Readonly<Record<Exclude<MoveOutcome, 'moved' | 'already'>, string>> = {
  changed: 'it has changed since',
  gone: 'it is no longer there',
  taken: 'something else lies where it would go',
  'not-a-file': 'it is a link or a folder, not a plain file',
};

function reportOf(records: readonly MoveRecord[], resumedCount: number): FixesReport {
  const moved: MovedPhoto[] = [];
  const unmoved: UnmovedPhoto[] = [];
  for (const { move, outcome } of records) {
    const { from, to } = move;
    if (outcome === 'moved' || outcome === 'already') moved.push({ from, to });
    else unmoved.push({ from, to, reason: REASONS[outcome] });
  }
  return { moved, unmoved, resumedCount };
}
