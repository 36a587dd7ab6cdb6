import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { QuenError } from '../../core/errors.ts';
import { faultReason } from './fault-reason.ts';

/** One row of a table of photos. */
export interface PhotoRow {
  /** Path of the photo as the table spells it, with forward slashes. */
  readonly image: string;
  /** Name of the person, in Unicode NFC; absent where the table has no such column, empty where the cell is. */
  readonly label?: string;
  /** 1-based line of the file. */
  readonly line: number;
}

/** What a table must have beside its `image` column. */
export interface TableOptions {
  /** Whether every row must have a `label`. */
  readonly needsLabel: boolean;
}

/** A small file can unpack to any size. */
const MOST_UNPACKED_BYTES = 2 ** 28;

const parsedRecord = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/**
 * Reads a CSV table of photos with a header line: `image` or `image,label`, in any order, other columns passed over;
 * UTF-8 with or without a mark, either line ending, quotes as in RFC 4180. Throws `TABLE_INVALID`, with file and line,
 * for a missing column, no rows, and a row without a photo. A photo may stand there twice: enrolment judges that.
 */
export async function readLabelTable(path: string, options?: TableOptions): Promise<PhotoRow[]> {
  return photoRows(parseLines(await readText(path), path), path, options?.needsLabel ?? false);
}

/** A table with all its columns. */
export interface WholeTable {
  /** Names in the order of the table, as it spells them. */
  readonly columns: readonly string[];
  /** Cells in the order of the columns; absent ones are empty. */
  readonly rows: readonly (PhotoRow & { readonly cells: readonly string[] })[];
}

/** Reads a table as {@link readLabelTable} does, every column of it. */
export async function readWholeTable(path: string): Promise<WholeTable> {
  const lines = parseLines(await readText(path), path);
  const rows = photoRows(lines, path, false);
  const columns = lines[0]?.cells ?? [];
  return { columns, rows: rows.map((row, place) => ({ ...row, cells: lines[place + 1]?.cells ?? [] })) };
}

/** One row of a table with a number for each photo. */
export interface ValueRow extends PhotoRow {
  readonly value: number;
}

/** What a table of numbers holds. */
export interface ValueTableOptions extends TableOptions {
  /** Name of the column with the numbers, in lower case. */
  readonly column: string;
  /** Numbers are in [0, max]. */
  readonly max: number;
}

/**
 * Reads a table as {@link readLabelTable} does, with one more column of numbers; no photo may stand there twice. A file
 * whose name ends in `.gz` is unpacked. Throws `TABLE_INVALID` with file and line.
 */
export async function readValueTable(path: string, options: ValueTableOptions): Promise<ValueRow[]> {
  const [header, ...lines] = parseLines(await readText(path), path);
  const rows = photoRows(header === undefined ? [] : [header, ...lines], path, options.needsLabel);
  const values = columnOf(header as Line, path, options.column);
  const lineOf = new Map<string, number>();
  return rows.map((row, place) => {
    const before = lineOf.get(row.image);
    if (before !== undefined)
      throw invalid(path, row.line, `The photo ${row.image} stands in line ${before} already`);
    lineOf.set(row.image, row.line);
    return { ...row, value: readValue(lines[place] as Line, values, path, options) };
  });
}

/** Reads a list of photos, one path a line, empty lines passed over. Throws `TABLE_INVALID`. */
export async function readPhotoList(path: string): Promise<PhotoRow[]> {
  const lines = (await readText(path)).split(/\r?\n/).map((text) => text.trim().replaceAll('\\', '/'));
  return lines.flatMap((image, place) => (image === '' ? [] : [{ image, line: place + 1 }]));
}

/** A table as CSV text: quoted where needed, lines ended by a line feed. @param rows one cell for each column */
export function formatTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return stringify([columns, ...rows].map((cells) => [...cells]));
}

interface Line {
  readonly cells: readonly string[];
  readonly line: number;
}

interface Columns {
  readonly image: number;
  readonly label: number | undefined;
}

async function readText(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const message = `The table ${path} cannot be read: ${faultReason(cause)}. Check its path.`;
    throw new QuenError('TABLE_INVALID', message, { cause });
  }
  if (path.endsWith('.gz')) bytes = unpacked(bytes, path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new QuenError('TABLE_INVALID', `${path} is not UTF-8 text. Save it as "CSV UTF-8".`, { cause });
  }
}

function unpacked(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED_BYTES });
  } catch (cause) {
    const message = `${path} cannot be unpacked: it is damaged, cut short or not packed by gzip. Pack it again.`;
    throw new QuenError('TABLE_INVALID', message, { cause });
  }
}

function parseLines(text: string, path: string): Line[] {
  try {
    const records: unknown[] = parse(text, { info: true, trim: true, skip_empty_lines: true });
    return records.map((record) => {
      const parsed = parsedRecord.parse(record);
      return { cells: parsed.record, line: parsed.info.lines };
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = z.number().safeParse(cause['lines']).data ?? 1;
    throw invalid(path, line, cause.message, cause);
  }
}

function photoRows([header, ...lines]: readonly Line[], path: string, needsLabel: boolean): PhotoRow[] {
  if (header === undefined) throw invalid(path, 1, 'The table is empty');
  const columns = columnsOf(header, path, needsLabel);
  const rows = lines.map((line) => readRow(line, columns, path));
  if (rows.length === 0) throw invalid(path, header.line, 'There is no row below the header');
  const unlabelled = needsLabel ? rows.find((row) => row.label === '') : undefined;
  if (unlabelled) throw invalid(path, unlabelled.line, `The photo ${unlabelled.image} has no label`);
  return rows;
}

function columnsOf({ cells, line }: Line, path: string, needsLabel: boolean): Columns {
  const names = cells.map((cell) => cell.toLowerCase());
  const wanted = needsLabel ? ['image', 'label'] : ['image'];
  for (const name of wanted) {
    if (!names.includes(name))
      throw invalid(path, line, `The header '${cells.join(',')}' has no column '${name}'`);
  }
  const twice = ['image', 'label'].find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw invalid(path, line, `The header names the column '${twice}' twice`);
  const label = names.indexOf('label');
  return { image: names.indexOf('image'), label: label < 0 ? undefined : label };
}

function columnOf({ cells, line }: Line, path: string, column: string): number {
  const place = cells.findIndex((cell) => cell.toLowerCase() === column);
  if (place >= 0) return place;
  throw invalid(path, line, `The header '${cells.join(',')}' has no column '${column}'`);
}

function readValue({ cells, line }: Line, place: number, path: string, options: ValueTableOptions): number {
  const { column, max } = options;
  const cell = cells[place] ?? '';
  const value = cell === '' ? Number.NaN : Number(cell);
  if (value >= 0 && value <= max) return value;
  throw invalid(path, line, `The ${column} '${cell}' is not a number from 0 to ${max}`);
}

function readRow({ cells, line }: Line, columns: Columns, path: string): PhotoRow {
  const image = (cells[columns.image] ?? '').replaceAll('\\', '/');
  if (image === '') throw invalid(path, line, 'The row names no photo');
  if (columns.label === undefined) return { image, line };
  return { image, label: (cells[columns.label] ?? '').normalize('NFC'), line };
}

function invalid(path: string, line: number, problem: string, cause?: unknown): QuenError {
  return new QuenError('TABLE_INVALID', `${path}, line ${line}: ${problem}. Correct the table.`, { cause });
}
