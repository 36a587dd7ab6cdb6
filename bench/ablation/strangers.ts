import { type StrangerFaces, strangersWhere } from '../../src/pipeline/training/material.ts';

/** Who is in each row, numbered in the order of first appearance. */
export function strangerNumbers({ labels }: StrangerFaces): Int32Array {
  const people = [...new Set(labels)];
  const placeOf = new Map(people.map((label, place) => [label, place]));
  return Int32Array.from(labels, (label) => placeOf.get(label) ?? 0);
}

/** Every second stranger to learn from, the others to calibrate on. */
export function halves(strangers: StrangerFaces): {
  readonly cohort: StrangerFaces;
  readonly others: StrangerFaces;
} {
  return {
    cohort: strangersWhere(strangers, (person) => person % 2 === 0),
    others: strangersWhere(strangers, (person) => person % 2 === 1),
  };
}
