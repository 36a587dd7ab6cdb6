import type { Embeddings, StrangerRole, Strangers, TrainingSet } from '../../src/heads/head.ts';
import { madeNumbers } from './made-numbers.ts';

const DIMENSION = 16;
/**
 * How far photos of one person lie from the person's own point; people lie about 1.2 from each other,
 * coordinate by coordinate. Not so near each other that heads take them for copies and hold none out.
 */
const SPREAD = 0.4;

/** The networks that made embeddings claim to come from. */
export const MADE_NETWORKS = ['made-network'];

/** Photos of some people, as embeddings around a point for each person; `photoCounts` says how many of each. */
export function madeTrainingSet(photoCounts: readonly number[]): TrainingSet {
  const identityOf = photoCounts.flatMap((count, identity) => new Array<number>(count).fill(identity));
  return {
    ...embeddingsOf(identityOf.map((identity, n) => madeEmbedding(`person ${identity}`, `photo ${n}`))),
    identityOf: Int32Array.from(identityOf),
    identities: photoCounts.map((_, identity) => `person ${identity}`),
  };
}

/** One new photo of each of the first people of a made training set. */
export function madeProbes(personCount: number): Embeddings {
  return embeddingsOf(
    Array.from({ length: personCount }, (_, identity) => madeEmbedding(`person ${identity}`, 'probe')),
  );
}

/** Two photos of each of some people who are in no training set. */
export function madeStrangers(personCount: number, role: StrangerRole): Strangers {
  const personOf = Int32Array.from({ length: 2 * personCount }, (_, n) => n >> 1);
  const rows = [...personOf].map((person, n) => madeEmbedding(`stranger ${person}`, `photo ${n}`));
  return { ...embeddingsOf(rows), personOf, role };
}

/** Embeddings of the made networks from their values. */
export function embeddingsOf(rows: readonly ArrayLike<number>[]): Embeddings {
  const cols = rows[0].length;
  const data = new Float32Array(rows.length * cols);
  rows.forEach((values, n) => {
    data.set(values, n * cols);
  });
  return { rows: { data, rows: rows.length, cols }, networks: MADE_NETWORKS };
}

function madeEmbedding(person: string, photo: string): Float32Array {
  const point = madeNumbers(person, DIMENSION, [-1, 1]);
  const noise = madeNumbers(`${person} ${photo}`, DIMENSION, [-SPREAD, SPREAD]);
  return point.map((value, k) => value + noise[k]);
}
