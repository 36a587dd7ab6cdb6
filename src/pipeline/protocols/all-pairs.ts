import { throwIfAborted } from '../../core/errors.ts';
import { countPairs, PairRates, type VerificationRate } from '../../evaluation/protocols/pair-rates.ts';
import { type ProtocolPhoto, photosByPerson } from '../../evaluation/protocols/person-photos.ts';
import type { AsyncInnerProducts } from '../../numerics/inner-products.ts';
import { type Matrix, rowRange, stackRows } from '../../numerics/matrix.ts';
import { primaryEmbedding } from '../calibrate.ts';
import { labelled, type PhotosByName } from './split-photos.ts';

/** Sets of photos a photo's mask can tell apart. */
export const MOST_PAIR_SETS = 31;

/** How pairs are compared. */
export interface PairComparing {
  readonly photos: PhotosByName;
  readonly products: AsyncInnerProducts;
  readonly fars: readonly number[];
  readonly signal?: AbortSignal | undefined;
}

/** Faces of all sets together: each is compared with every other once, for all the sets both are in. */
interface PairedFaces {
  /** Shape [N, D]. */
  readonly rows: Matrix;
  /** Number of the person in each row, shape [N]. */
  readonly personOf: Int32Array;
  /** Bit s is set where the row is in set s, shape [N]. */
  readonly setsOf: Int32Array;
}

/** Rows on either side of a block of scores: bounds memory to its square. */
const BLOCK = 256;

/**
 * Verification rates over all pairs of photos of each set, by the cosine of their faces. Pairs with a photo without a face are
 * refused at every threshold. Throws `ABORTED`.
 * @param sets at most {@link MOST_PAIR_SETS}, each with pairs of one person and of two
 * @returns for each set, one rate for each FAR
 */
export async function verifyAllPairs(
  sets: readonly (readonly ProtocolPhoto[])[],
  comparing: PairComparing,
): Promise<VerificationRate[][]> {
  if (sets.length > MOST_PAIR_SETS)
    throw new RangeError(`At most ${MOST_PAIR_SETS} sets of photos; got ${sets.length}.`);
  const faces = pairedFaces(sets, comparing.photos);
  const rates = sets.map(
    (photos) => new PairRates(countPairs(photos.map(({ person }) => person)), comparing.fars),
  );
  for (let a = 0; a < faces.rows.rows; a += BLOCK) {
    const rowsOfA = rowRange(faces.rows, a, Math.min(a + BLOCK, faces.rows.rows));
    for (let b = a; b < faces.rows.rows; b += BLOCK) {
      throwIfAborted(comparing.signal);
      const rowsOfB = rowRange(faces.rows, b, Math.min(b + BLOCK, faces.rows.rows));
      addBlock(await comparing.products(rowsOfA, rowsOfB), { a, b }, faces, rates);
    }
  }
  return rates.map((rate) => rate.rates());
}

function pairedFaces(sets: readonly (readonly ProtocolPhoto[])[], photos: PhotosByName): PairedFaces {
  const setsOf = new Map<string, number>();
  sets.forEach((members, s) => {
    for (const { photo } of members) setsOf.set(photo, (setsOf.get(photo) ?? 0) | (1 << s));
  });
  const distinct = [...new Map(sets.flat().map((photo) => [photo.photo, photo])).values()];
  const people = photosByPerson(distinct);
  const found = labelled(distinct, photos).flatMap((photo) => {
    const embedding = primaryEmbedding(photo);
    return embedding === undefined ? [] : [{ embedding, name: photo.photo.name, person: photo.label }];
  });
  const numberOf = new Map(people.map(({ person }, number) => [person, number]));
  return {
    rows: stackRows(
      found.map(({ embedding }) => embedding),
      found[0]?.embedding.length ?? 0,
    ),
    personOf: Int32Array.from(found, ({ person }) => numberOf.get(person) ?? -1),
    setsOf: Int32Array.from(found, ({ name }) => setsOf.get(name) ?? 0),
  };
}

function addBlock(
  scores: Matrix,
  first: { readonly a: number; readonly b: number },
  { personOf, setsOf }: PairedFaces,
  rates: readonly PairRates[],
): void {
  for (let i = 0; i < scores.rows; i++) {
    const one = first.a + i;
    // In a block on the diagonal, each pair once and no photo with itself.
    for (let j = Math.max(0, one + 1 - first.b); j < scores.cols; j++) {
      const other = first.b + j;
      const shared = (setsOf[one] ?? 0) & (setsOf[other] ?? 0);
      if (shared === 0) continue;
      const score = scores.data[i * scores.cols + j] ?? Number.NaN;
      addPair(rates, shared, score, personOf[one] === personOf[other]);
    }
  }
}

function addPair(rates: readonly PairRates[], shared: number, score: number, isSame: boolean): void {
  for (let left = shared; left !== 0; left &= left - 1) {
    const rate = rates[31 - Math.clz32(left & -left)];
    if (isSame) rate?.addSame(score);
    else rate?.addDifferent(score);
  }
}
