import { QuenError } from '../core/errors.ts';

/** Two photos to compare, by their paths below the image folder. */
export interface LfwPair {
  readonly first: string;
  readonly second: string;
  readonly isSame: boolean;
}

/**
 * Reads a list of pairs in the format of LFW's `pairs.txt`: a line with the number of folds and the pairs of each kind a
 * fold (or that second number alone, for one fold), then for every fold its same pairs, `name n m`, and its different
 * pairs, `name n name m`. Throws `TABLE_INVALID` with the line.
 * @param origin named in errors @returns one list of pairs per fold, the same pairs first
 */
export function parseLfwPairs(text: string, origin: string): LfwPair[][] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/);
  const { foldCount, pairCount } = readHeader(lines[0] ?? '', origin);
  const expected = 1 + foldCount * pairCount * 2;
  if (lines.length !== expected)
    throw invalid(
      origin,
      lines.length,
      `The first line promises ${expected} lines; there are ${lines.length}`,
    );
  return Array.from({ length: foldCount }, (_, fold) =>
    Array.from({ length: 2 * pairCount }, (_unused, i) => {
      const line = 1 + fold * 2 * pairCount + i;
      return readPair(lines[line] ?? '', i < pairCount, { origin, number: line + 1 });
    }),
  );
}

interface Place {
  readonly origin: string;
  readonly number: number;
}

function readHeader(line: string, origin: string): { foldCount: number; pairCount: number } {
  const counts = line.trim().split(/\s+/).map(Number);
  const [first, second] = counts;
  const isValid = counts.length <= 2 && counts.every((count) => Number.isInteger(count) && count > 0);
  if (!isValid || first === undefined)
    throw invalid(origin, 1, `'${line}' is not a number of folds and a number of pairs`);
  return second === undefined ? { foldCount: 1, pairCount: first } : { foldCount: first, pairCount: second };
}

function readPair(line: string, isSame: boolean, { origin, number }: Place): LfwPair {
  const fields = line.split('\t').map((field) => field.trim());
  const [name, first, ...rest] = fields;
  const second = rest.at(-1);
  const isComplete = fields.length === (isSame ? 3 : 4) && fields.every((field) => field !== '');
  if (!isComplete || name === undefined || first === undefined || second === undefined) {
    const shape = isSame ? 'name, number, number' : 'name, number, name, number';
    throw invalid(origin, number, `'${line}' should be ${shape}, separated by tabs`);
  }
  const other = isSame ? name : (rest[0] ?? name);
  return { first: photoPath(name, first), second: photoPath(other, second), isSame };

  function photoPath(person: string, photo: string): string {
    if (!/^[1-9]\d*$/.test(photo)) throw invalid(origin, number, `'${photo}' is not the number of a photo`);
    return `${person}/${person}_${photo.padStart(4, '0')}.jpg`;
  }
}

function invalid(origin: string, line: number, problem: string): QuenError {
  return new QuenError('TABLE_INVALID', `${origin}, line ${line}: ${problem}. Correct the list of pairs.`);
}
