import { z } from '@hono/zod-openapi';
import { JOB_STATES, type Job } from '../../collections/jobs.ts';
import { faceAnswerSchema } from '../schemas.ts';

/** What is asked of a new job. */
export const newJobSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('identify'),
      limit: z.int().min(1).max(100).default(5).openapi({ description: 'Candidates a face' }),
      keep: z
        .boolean()
        .default(false)
        .openapi({ description: 'Let the faces wait for a person to look at them' }),
      evidence: z.boolean().default(false).openapi({
        description: 'Measure the quality of the faces too, and ask each of several networks alone',
      }),
    }),
    z.strictObject({ kind: z.literal('enrol') }),
  ])
  .openapi('NewJob');

/** A job. */
export const jobSchema = z
  .object({
    id: z.string(),
    collectionId: z.string(),
    kind: z.enum(['identify', 'enrol']),
    state: z.enum(JOB_STATES),
    isOpen: z.boolean().openapi({ description: 'Whether it still takes photos' }),
    total: z.int().openapi({ description: 'Photos it took' }),
    done: z.int().openapi({ description: 'Photos that are settled, those among them that failed too' }),
    failed: z.int().openapi({ description: 'Photos that could not be used' }),
    error: z.string().optional().openapi({
      description: 'Code of the fault that holds it up; it is tried again by itself',
    }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Job');

const ofPhoto = {
  number: z.int().openapi({ description: 'Of the photo, as told when it was taken' }),
  label: z.string().optional(),
};

/** What a photo of a job came to. */
export const jobResultSchema = z
  .discriminatedUnion('kind', [
    z.object({
      ...ofPhoto,
      kind: z.literal('searched'),
      photoId: z.string().optional().openapi({ description: 'Only where the photo was kept' }),
      widthPx: z.int(),
      heightPx: z.int(),
      faces: z.array(faceAnswerSchema),
    }),
    z.object({
      ...ofPhoto,
      kind: z.literal('enrolled'),
      personId: z.string(),
      photoId: z.string(),
      faceId: z
        .string()
        .optional()
        .openapi({ description: 'Absent where the very same photo was enrolled before' }),
    }),
    z.object({ ...ofPhoto, kind: z.literal('failed'), code: z.string(), reason: z.string() }),
    z
      .object({ ...ofPhoto, kind: z.literal('erased') })
      .openapi({ description: 'It told of somebody who was erased since' }),
  ])
  .openapi('JobResult');

/** A job as JSON has it. */
export function jobJson(job: Job): z.input<typeof jobSchema> {
  const { id, collectionId, task, state, isOpen, total, done, failed, error, createdAt, updatedAt } = job;
  return {
    id,
    collectionId,
    kind: task.kind,
    state,
    isOpen,
    total,
    done,
    failed,
    ...(error !== undefined && { error }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
