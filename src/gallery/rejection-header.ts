import { z } from 'zod';
import type { Matrix } from '../numerics/matrix.ts';
import type { GalleryRejection } from './gallery.ts';

/** Mated scores as gallery files and bundles hold them: a list per identity. */
export const matedScoresSchema = z.array(
  z.array(z.strictObject({ score: z.number(), isRight: z.boolean() })),
);

/** Scores of people who are not enrolled, as gallery files and bundles hold them: a list per person. */
export const nonMatedScoresSchema = z.strictObject({
  setOn: z.enum(['strangers', 'leave-one-identity-out']),
  people: z.array(z.array(z.number())),
});

/** A rejection as the header of a gallery file holds it: all but the embeddings of the cohort. */
export const galleryRejectionSchema = z.strictObject({
  rejector: z.string().min(1),
  nonMated: nonMatedScoresSchema,
  mated: matedScoresSchema.optional(),
  /** Which stranger each row of the cohort is of, one row at least. */
  cohortOf: z.array(z.int().nonnegative()).min(1).optional(),
});

/** What {@link galleryRejectionSchema} reads. */
export type GalleryRejectionHeader = z.infer<typeof galleryRejectionSchema>;

/** The part of a rejection that is JSON. */
export function rejectionHeader({ cohort, ...rest }: GalleryRejection): unknown {
  return { ...rest, ...(cohort && { cohortOf: [...cohort.personOf] }) };
}

/** A rejection from its header. @param embeddings of the cohort, shape [cohortOf.length, D] */
export function rejectionOf(
  { rejector, nonMated, mated, cohortOf }: GalleryRejectionHeader,
  embeddings: Matrix,
): GalleryRejection {
  return {
    rejector,
    nonMated,
    ...(mated && { mated }),
    ...(cohortOf && { cohort: { embeddings, personOf: Int32Array.from(cohortOf) } }),
  };
}
