import type { TrainingSet } from '../../heads/head.ts';
import { type Matrix, row, selectRows } from '../../numerics/matrix.ts';
import { withPseudoLabels } from './labelled-set.ts';
import type { NamingWay } from './naming-way.ts';
import type { Pile } from './pile.ts';
import type { PseudoLabel } from './pseudo-label.ts';

/** Faces to score, and the part that each is in. */
export interface PartedFaces {
  /** Shape [P, D]. */
  readonly rows: Matrix;
  /** From 0, one for each row. */
  readonly partOf: readonly number[];
}

/** What faces are scored by. */
export interface LabelledMaterial {
  readonly set: TrainingSet;
  readonly pile: Pile;
  readonly labels: readonly PseudoLabel[];
}

/**
 * Scores of faces by ways that learnt the named photos and the pseudo-labels of the other parts of the pile: a face is
 * never scored by what was learnt from it, or from another face of its photo, so its score is comparable with that of a
 * face that was never in the pile. @returns one matrix for each of `faces`, shape [P, identities]
 */
export async function crossFitScores(
  way: NamingWay,
  { set, pile, labels }: LabelledMaterial,
  { faces, partCount }: { readonly faces: readonly PartedFaces[]; readonly partCount: number },
): Promise<Matrix[]> {
  const cols = set.identities.length;
  const out = faces.map(({ rows }) => ({ data: new Float32Array(rows.rows * cols), rows: rows.rows, cols }));
  // Without labels every part would learn the same.
  const parts = labels.length === 0 ? 1 : partCount;
  for (let part = 0; part < parts; part++) {
    const others = labels.filter(({ photo }) => partOfPhoto(photo, partCount) !== part);
    const score = await way.learn(withPseudoLabels(set, { pile, labels: others }, way.strangerRole));
    for (const [n, { rows, partOf }] of faces.entries()) {
      const places = [...partOf.keys()].filter((place) => parts === 1 || partOf[place] === part);
      if (places.length === 0) continue;
      const scores = await score(selectRows(rows, places));
      places.forEach((place, i) => {
        out[n]?.data.set(row(scores, i).subarray(0, cols), place * cols);
      });
    }
  }
  return out;
}

/** The part of a pile that a photo is in, by its name alone (32-bit FNV-1a), so that other photos do not change it. */
export function partOfPhoto(photo: string, partCount: number): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(photo)) hash = Math.imul(hash ^ byte, 0x01000193);
  // The low bits of FNV-1a follow the last letters.
  return ((hash ^ (hash >>> 15)) >>> 0) % partCount;
}
