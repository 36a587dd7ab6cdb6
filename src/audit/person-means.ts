import { type Matrix, row } from '../numerics/matrix.ts';
import { dot } from '../numerics/vector.ts';
import { isOriginal, type LabelledFaces } from './labelled-faces.ts';

/** What each person looks like: the mean of their faces, each weighing as much as it is trusted to be theirs. */
export interface PersonMeans {
  /** Not scaled, so that a product with a face is the mean of its scores with theirs; shape [C, D]. */
  readonly means: Matrix;
  /** Sum of the trust in a person's faces, copies not counted, shape [C]. */
  readonly totals: Float64Array;
}

/** A person trusted less than this in all has no look to compare with. */
export const LEAST_TRUST = 0.3;

/** @param trust how surely each face is its person's, in [0, 1], shape [N] */
export function personMeans(faces: LabelledFaces, trust: Float64Array): PersonMeans {
  const { templates, personOf, personCount } = faces;
  const { cols } = templates;
  const sums = new Float64Array(personCount * cols);
  const totals = new Float64Array(personCount);
  personOf.forEach((person, face) => {
    if (!isOriginal(faces, face)) return;
    const weight = trust[face] as number;
    totals[person] = (totals[person] as number) + weight;
    const from = face * cols;
    const to = person * cols;
    for (let k = 0; k < cols; k++)
      sums[to + k] = (sums[to + k] as number) + weight * (templates.data[from + k] as number);
  });
  const data = Float32Array.from(sums, (sum, i) => {
    const count = totals[Math.floor(i / cols)] as number;
    return count < LEAST_TRUST ? 0 : sum / count;
  });
  return { means: { data, rows: personCount, cols }, totals };
}

/**
 * Mean score of a face with the other faces of its own person, as if the face and its copies were not there.
 * @param withAll mean score with all of the person's faces @returns undefined where no other face is trusted
 */
export function ownScore(
  faces: LabelledFaces,
  { totals }: PersonMeans,
  face: { readonly place: number; readonly withAll: number; readonly trust: Float64Array },
): number | undefined {
  const original = faces.copyOf[face.place] as number;
  const total = totals[faces.personOf[face.place] as number] as number;
  const weight = face.trust[original] as number;
  const rest = total - weight;
  if (rest < LEAST_TRUST) return undefined;
  const withItself = dot(row(faces.templates, face.place), row(faces.templates, original));
  return (total * face.withAll - weight * withItself) / rest;
}
