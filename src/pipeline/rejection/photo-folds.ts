import { isQuenError } from '../../core/errors.ts';
import { otherPhotos } from '../../gallery/leave-one-photo-out.ts';
import { type Fold, stratifiedFolds } from '../../heads/folds.ts';
import { searchable } from '../recogniser.ts';
import type { EnrolledPeople } from './fit-rejector.ts';

/** Decides only which photos are left out together. */
const SEED = 1;

/**
 * Divisions of the enrolled photos in which every photo of a person with others is left out once, together with its copies. Who
 * has no more photos than there are folds loses one at a time, as if photos were left out one by one. None where nobody has
 * two photos that differ.
 */
export function photoFolds(people: EnrolledPeople, foldCount: number): readonly Fold[] {
  const { identityOf, ...rest } = searchable(people);
  const together = copies(otherPhotos({ identityOf, ...rest }), identityOf);
  try {
    const count = Math.min(foldCount, identityOf.length);
    const [plan] = stratifiedFolds(identityOf, { foldCount: count, repeatCount: 1, seed: SEED, together });
    return plan?.folds ?? [];
  } catch (cause) {
    if (isQuenError(cause, 'CONFIG_INVALID')) return [];
    throw cause;
  }
}

/** Pairs of photos of one person that are not among each other's other photos. */
function copies(others: readonly (readonly number[])[], identityOf: Int32Array): [number, number][] {
  const photosOf = new Map<number, number[]>();
  identityOf.forEach((identity, n) => {
    const photos = photosOf.get(identity);
    if (photos === undefined) photosOf.set(identity, [n]);
    else photos.push(n);
  });
  return [...identityOf.keys()].flatMap((a) => {
    const different = new Set(others[a]);
    const photos = photosOf.get(identityOf[a] as number) ?? [];
    return photos.flatMap((b): [number, number][] => (a < b && !different.has(b) ? [[a, b]] : []));
  });
}
