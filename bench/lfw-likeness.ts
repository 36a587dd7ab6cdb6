import { type Matrix, row, rowRange } from '../src/numerics/matrix.ts';

/** A photo of LFW, and what it is most like. */
export interface Likeness {
  readonly photo: string;
  readonly person: string;
  /** Cosine of the most like photo of its own name; absent for the only one. */
  readonly own?: number;
  /** The most like photo of another name. */
  readonly other: { readonly photo: string; readonly person: string; readonly score: number };
}

const BLOCK = 512;

/** What each photo is most like. @param names paths below the folder of photos, one for each row */
export async function likenesses(
  { rows, names }: { readonly rows: Matrix; readonly names: readonly string[] },
  innerProducts: (a: Matrix, b: Matrix) => Promise<Matrix>,
): Promise<Likeness[]> {
  const people = names.map(lfwPerson);
  const found: Likeness[] = [];
  for (let first = 0; first < rows.rows; first += BLOCK) {
    const block = rowRange(rows, first, Math.min(first + BLOCK, rows.rows));
    const cosines = await innerProducts(block, rows);
    for (let i = 0; i < block.rows; i++)
      found.push(likenessOf(first + i, row(cosines, i), { names, people }));
  }
  return found;
}

/** The person whose folder a photo of LFW is in. */
export function lfwPerson(photo: string): string {
  return photo.replace(/\/.*/, '');
}

function likenessOf(
  n: number,
  cosines: Float32Array,
  { names, people }: { readonly names: readonly string[]; readonly people: readonly string[] },
): Likeness {
  const person = people[n] ?? '';
  let own = Number.NEGATIVE_INFINITY;
  let best = { place: -1, score: Number.NEGATIVE_INFINITY };
  cosines.forEach((score, place) => {
    if (people[place] !== person) best = score > best.score ? { place, score } : best;
    else if (place !== n) own = Math.max(own, score);
  });
  const { place, score } = best;
  const other = { photo: names[place] ?? '', person: people[place] ?? '', score };
  return { photo: names[n] ?? '', person, other, ...(Number.isFinite(own) && { own }) };
}
