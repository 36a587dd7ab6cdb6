import { readFile } from 'node:fs/promises';
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

const parsedRecord = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/**
 * Reads a CSV table of photos with a header line: `image` or `image,label`, in any order, other columns passed over;
 * UTF-8 with or without a mark, either line ending, quotes as in RFC 4180. Throws `TABLE_INVALID`, with file and line,
 * for a missing column, no rows, and a row without a photo. A photo may stand there twice: enrolment judges that.
 */
export async function readLabelTable(path: string, options?: TableOptions): Promise<PhotoRow[]> {
  const [header, ...lines] = parseLines(await readText(path), path);
  if (header === undefined) throw invalid(path, 1, 'The table is empty');
  const needsLabel = options?.needsLabel ?? false;
  const columns = columnsOf(header, path, needsLabel);
  const rows = lines.map((line) => readRow(line, columns, path));
  if (rows.length === 0) throw invalid(path, header.line, 'There is no row below the header');
  const unlabelled = needsLabel ? rows.find((row) => row.label === '') : undefined;
  if (unlabelled) throw invalid(path, unlabelled.line, `The photo ${unlabelled.image} has no label`);
  return rows;
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
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new QuenError('TABLE_INVALID', `${path} is not UTF-8 text. Save it as "CSV UTF-8".`, { cause });
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

function readRow({ cells, line }: Line, columns: Columns, path: string): PhotoRow {
  const image = (cells[columns.image] ?? '').replaceAll('\\', '/');
  if (image === '') throw invalid(path, line, 'The row names no photo');
  if (columns.label === undefined) return { image, line };
  return { image, label: (cells[columns.label] ?? '').normalize('NFC'), line };
}

function invalid(path: string, line: number, problem: string, cause?: unknown): QuenError {
  return new QuenError('TABLE_INVALID', `${path}, line ${line}: ${problem}. Correct the table.`, { cause });
}
