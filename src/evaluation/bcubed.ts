import { QuenError } from '../core/errors.ts';

/** How well groups of photos match the people in them, each in [0, 1]. */
export interface BCubed {
  /** Mean over photos of the share of their group that shows the same person. */
  readonly precision: number;
  /** Mean over photos of the share of their person's photos that are in the same group. */
  readonly recall: number;
  /** Harmonic mean of the two. */
  readonly f: number;
}

/**
 * B-cubed precision, recall and F of a grouping (Bagga and Baldwin 1998; Amigó, Gonzalo, Artiles and Verdejo 2009, section
 * 4.1, with each photo counted as its own companion). Throws `EVALUATION_EMPTY` without photos, and
 * `DIMENSION_MISMATCH` for lists of two lengths.
 * @param groupOf group of each photo, any numbers, shape [N] @param personOf person in each, shape [N]
 */
export function bCubed(groupOf: ArrayLike<number>, personOf: ArrayLike<number>): BCubed {
  const count = groupOf.length;
  if (count === 0) throw new QuenError('EVALUATION_EMPTY', 'There is no photo whose group could be judged.');
  if (count !== personOf.length)
    throw new QuenError(
      'DIMENSION_MISMATCH',
      `There are groups for ${count} photos but people for ${personOf.length}. Give one of each for every photo.`,
    );
  const ofGroup = new Map<number, number>();
  const ofPerson = new Map<number, number>();
  const ofBoth = new Map<number, Map<number, number>>();
  for (let n = 0; n < count; n++) {
    const group = groupOf[n] as number;
    const person = personOf[n] as number;
    const inGroup = ofBoth.get(group) ?? new Map<number, number>();
    ofBoth.set(group, inGroup);
    for (const [counts, key] of [
      [ofGroup, group],
      [ofPerson, person],
      [inGroup, person],
    ] as const)
      counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  // The photos that share both group and person have one precision and one recall.
  let precision = 0;
  let recall = 0;
  for (const [group, inGroup] of ofBoth)
    for (const [person, together] of inGroup) {
      precision += together ** 2 / (ofGroup.get(group) as number);
      recall += together ** 2 / (ofPerson.get(person) as number);
    }
  precision /= count;
  recall /= count;
  return { precision, recall, f: (2 * precision * recall) / (precision + recall) };
}
