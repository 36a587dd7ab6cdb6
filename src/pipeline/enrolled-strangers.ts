import type { SkippedFile } from '../core/identification.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { COPY_COSINE } from '../gallery/leave-one-photo-out.ts';
import { row } from '../numerics/matrix.ts';
import { dot } from '../numerics/vector.ts';
import { primaryEmbedding } from './calibrate.ts';
import type { LabelledExtraction } from './enrol.ts';

/** Strangers, and those that turned out to be enrolled. */
export interface SiftedStrangers {
  readonly strangers: readonly LabelledExtraction[];
  /** Every photo of a person who is enrolled under a name, and why it was left out. */
  readonly skipped: readonly SkippedFile[];
}

/**
 * Leaves out strangers who are in the gallery: people with a photo that is enrolled, byte for byte or as a copy of it. Taken
 * for strangers they would raise the threshold above the very people it is to let in. Photos without a face are kept.
 */
export function withoutEnrolled(
  gallery: Pick<Gallery, 'templates' | 'faces' | 'identities'>,
  strangers: readonly LabelledExtraction[],
): SiftedStrangers {
  const enrolledAs = new Map<string, string>();
  for (const stranger of strangers) {
    if (enrolledAs.has(stranger.label)) continue;
    const photo = enrolledCopy(gallery, stranger);
    if (photo !== undefined) enrolledAs.set(stranger.label, photo);
  }
  return {
    strangers: strangers.filter(({ label }) => !enrolledAs.has(label)),
    skipped: strangers.flatMap(({ label, photo }): SkippedFile[] => {
      const enrolled = enrolledAs.get(label);
      if (enrolled === undefined) return [];
      const reason = `This stranger is enrolled: ${enrolled} is the same photo or a copy of it. Not taken for a stranger.`;
      return [{ path: photo.name, code: 'stranger-enrolled', reason }];
    }),
  };
}

function enrolledCopy(
  { templates, faces }: Pick<Gallery, 'templates' | 'faces'>,
  stranger: LabelledExtraction,
): string | undefined {
  const same = faces.find(({ sha256 }) => sha256 !== '' && sha256 === stranger.sha256);
  if (same !== undefined) return same.photo;
  const embedding = primaryEmbedding(stranger);
  if (embedding === undefined || embedding.length !== templates.cols) return undefined;
  return faces.find((_, n) => dot(row(templates, n), embedding) > COPY_COSINE)?.photo;
}
