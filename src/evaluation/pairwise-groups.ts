import { QuenError } from '../core/errors.ts';

/** How well pairs of photos in one group match pairs of one person, each in [0, 1]. */
export interface PairwiseGroups {
  /** Share of the pairs in one group that show one person; 1 where no group has two photos. */
  readonly precision: number;
  /** Share of the pairs of one person that are in one group; 1 where nobody has two photos. */
  readonly recall: number;
  /** Harmonic mean of the two; 0 where both are. */
  readonly f: number;
}

/**
 * Pairwise precision, recall and F of a grouping (Manning, Raghavan and Schütze 2008, section 16.3). A large group weighs
 * with the square of its size, where `bCubed` weighs it with its size. Throws `EVALUATION_EMPTY` without photos, and
 * `DIMENSION_MISMATCH` for lists of two lengths.
 * @param groupOf group of each photo, any numbers, shape [N] @param personOf person in each, shape [N]
 */
export function pairwiseGroups(groupOf: ArrayLike<number>, personOf: ArrayLike<number>): PairwiseGroups {
  const count = groupOf.length;
  if (count === 0) throw new QuenError('EVALUATION_EMPTY', 'There is no photo whose group could be judged.');
  if (count !== personOf.length)
    throw new QuenError(
      'DIMENSION_MISMATCH',
      `There are groups for ${count} photos but people for ${personOf.length}. Give one of each for every photo.`,
    );
  const photos = Array.from({ length: count }, (_, photo) => photo);
  const inOneGroup = pairsWithin(photos.map((photo) => groupOf[photo]));
  const ofOnePerson = pairsWithin(photos.map((photo) => personOf[photo]));
  const both = pairsWithin(photos.map((photo) => `${groupOf[photo]} ${personOf[photo]}`));
  const precision = inOneGroup === 0 ? 1 : both / inOneGroup;
  const recall = ofOnePerson === 0 ? 1 : both / ofOnePerson;
  const sum = precision + recall;
  return { precision, recall, f: sum === 0 ? 0 : (2 * precision * recall) / sum };
}

/** Pairs of equal keys. */
function pairsWithin(keys: readonly unknown[]): number {
  const counts = new Map<unknown, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts.values()].reduce((pairs, count) => pairs + (count * (count - 1)) / 2, 0);
}
