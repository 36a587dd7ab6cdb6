import type { SkippedFile } from '../../core/identification.ts';
import type { LabelledExtraction } from '../enrol.ts';

/** Photos that may be dealt to both sides of a test, and those that may not. */
export interface DistinctPhotos {
  readonly photos: readonly LabelledExtraction[];
  readonly skipped: readonly SkippedFile[];
}

/**
 * Leaves out what would make a test too easy or unfair: the second and later of equal files of one person, which could be
 * enrolled and searched for, and every copy of a file that stands under two people. Files that could not be read are kept.
 */
export function distinctPhotos(photos: readonly LabelledExtraction[]): DistinctPhotos {
  const peopleOf = new Map<string, Set<string>>();
  for (const { sha256, label } of photos)
    if (sha256 !== '') peopleOf.set(sha256, (peopleOf.get(sha256) ?? new Set()).add(label));
  const kept = new Set<string>();
  const skipped: SkippedFile[] = [];
  const distinct = photos.filter(({ photo, sha256 }) => {
    const people = [...(peopleOf.get(sha256) ?? [])].sort();
    const isShared = people.length > 1;
    if (!isShared && !kept.has(sha256)) {
      if (sha256 !== '') kept.add(sha256);
      return true;
    }
    skipped.push(
      isShared
        ? {
            path: photo.name,
            code: 'same-photo-two-people',
            reason: `The same photo stands under ${people.join(' and ')}: left out of each.`,
          }
        : {
            path: photo.name,
            code: 'same-photo-twice',
            reason: 'The same photo stands there under another name.',
          },
    );
    return false;
  });
  return { photos: distinct, skipped };
}
