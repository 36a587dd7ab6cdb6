import { innerProducts } from '../../src/numerics/inner-products.ts';
import { type Matrix, stackRows } from '../../src/numerics/matrix.ts';
import { normalised } from '../../src/numerics/vector.ts';
import { prepareRejectorSet } from '../../src/rejection/rejectors/prepare-set.ts';
import type { HeadEvidence, ProbeEvidence, RejectorSet } from '../../src/rejection/rejectors/rejector.ts';
import { madeNumbers } from './made-numbers.ts';

const DIMENSION = 16;
const SPREAD = 0.5;

/** Unit rows of some photos, each near the point of its person; `photos` says which photo of whom each is. */
export function madeUnitRows(photos: readonly (readonly [person: string, photo: string])[]): Matrix {
  const rows = photos.map(([person, photo]) => {
    const point = madeNumbers(person, DIMENSION, [-1, 1]);
    const noise = madeNumbers(`${person} ${photo}`, DIMENSION, [-SPREAD, SPREAD]);
    return normalised(point.map((value, k) => value + noise[k]));
  });
  return stackRows(rows, DIMENSION);
}

/** Photos of enrolled people, `photoCounts` of each, and two photos of each of eight strangers, with head scores. */
export function madeRejectorSet(photoCounts: readonly number[]): RejectorSet {
  const identityOf = photoCounts.flatMap((count, identity) => new Array<number>(count).fill(identity));
  const personOf = Array.from({ length: 16 }, (_, n) => n >> 1);
  const set = {
    templates: madeUnitRows(identityOf.map((identity, n) => [`person ${identity}`, `photo ${n}`])),
    identityOf: Int32Array.from(identityOf),
    identityCount: photoCounts.length,
  };
  const embeddings = madeUnitRows(personOf.map((person, n) => [`known stranger ${person}`, `photo ${n}`]));
  return {
    ...set,
    headScores: madeHeadScores(set, set.templates),
    strangers: {
      embeddings,
      personOf: Int32Array.from(personOf),
      headScores: madeHeadScores(set, embeddings),
    },
  };
}

/** New photos of the enrolled, two of each, then photos of other strangers, twice as many as there are people. */
export function madeRejectorProbes(set: RejectorSet): ProbeEvidence {
  const places = Array.from({ length: 2 * set.identityCount }, (_, n) => n);
  const embeddings = madeUnitRows([
    ...places.map((n) => [`person ${n >> 1}`, `probe ${n}`] as const),
    ...places.map((n) => [`stranger ${n}`, 'probe'] as const),
  ]);
  return { embeddings, head: madeHeadScores(set, embeddings) };
}

/** Logits of a head that knows the identity means. */
function madeHeadScores(set: Omit<RejectorSet, 'headScores'>, rows: Matrix): HeadEvidence {
  const { means } = prepareRejectorSet(set);
  const { data, ...shape } = innerProducts(rows, means);
  return { kind: 'logit', values: { ...shape, data: data.map((cosine) => 10 * cosine) } };
}
