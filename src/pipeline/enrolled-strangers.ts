import type { SkippedFile } from '../core/identification.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { COPY_COSINE } from '../gallery/leave-one-photo-out.ts';
import type { SearchedStranger } from './calibrate.ts';

/** Strangers, and those that turned out to be enrolled. */
export interface SiftedStrangers {
  readonly searched: readonly SearchedStranger[];
  /** Every photo of a person who is enrolled under a name, and why it was left out. */
  readonly skipped: readonly SkippedFile[];
}

/**
 * Leaves out strangers who are in the gallery: people with a photo that is enrolled, byte for byte or as a copy of it. Taken
 * for strangers they would raise the threshold above the very people it is to let in. Photos without a face are kept.
 */
export function withoutEnrolled(
  { faces }: Pick<Gallery, 'faces'>,
  searched: readonly SearchedStranger[],
): SiftedStrangers {
  const enrolledAs = new Map<string, string>();
  for (const one of searched) {
    const { label } = one.stranger;
    const photo = enrolledAs.has(label) ? undefined : enrolledCopy(faces, one);
    if (photo !== undefined) enrolledAs.set(label, photo);
  }
  return {
    searched: searched.filter(({ stranger }) => !enrolledAs.has(stranger.label)),
    skipped: searched.flatMap(({ stranger: { label, photo } }): SkippedFile[] => {
      const enrolled = enrolledAs.get(label);
      if (enrolled === undefined) return [];
      const reason = `This stranger is enrolled: ${enrolled} is the same photo or a copy of it. Not taken for a stranger.`;
      return [{ path: photo.name, code: 'stranger-enrolled', reason }];
    }),
  };
}

function enrolledCopy(faces: Gallery['faces'], { stranger, hit }: SearchedStranger): string | undefined {
  const same = faces.find(({ sha256 }) => sha256 !== '' && sha256 === stranger.sha256);
  if (same !== undefined) return same.photo;
  const isCopy = hit !== undefined && hit.nearest.score > COPY_COSINE;
  return isCopy ? faces[hit.nearest.row]?.photo : undefined;
}
