import { z } from '@hono/zod-openapi';
import type { Collection, Person, StoredFace } from '../collections/collection.ts';
import { FACE_FLAWS } from '../core/audit-finding.ts';

/** An id in a path. */
export function idParameter(name: string, what: string) {
  return z
    .string()
    .regex(/^[a-z]{3}_[0-9a-f]{32}$/, `must be the id of a ${what}`)
    .openapi({ param: { name, in: 'path' } });
}

/** Which part of a long list. */
export const pageQuery = z.object({
  after: z.string().max(1000).optional().openapi({ description: '`next` of the part before' }),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

export const boxSchema = z
  .object({ xPx: z.number(), yPx: z.number(), widthPx: z.number(), heightPx: z.number() })
  .openapi('Box', { description: 'In pixels of the upright photo, from its top left corner' });

export const collectionSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    createdAt: z.iso.datetime(),
    fpir: z.number().openapi({ description: 'Share of strangers that may be named' }),
    rule: z.enum(['blend', 'mean', 'nearest']),
    version: z.int(),
  })
  .openapi('Collection');

export const personSchema = z
  .object({
    id: z.string(),
    collectionId: z.string(),
    name: z.string(),
    externalId: z.string().optional(),
    consent: z.string().optional(),
    retainUntil: z.iso.datetime().optional(),
    createdAt: z.iso.datetime(),
    faceCount: z.int(),
    coverFaceId: z.string().optional(),
  })
  .openapi('Person');

export const faceSchema = z
  .object({
    id: z.string(),
    photoId: z.string(),
    personId: z.string().optional(),
    state: z.enum(['enrolled', 'waiting', 'unknown', 'dismissed']),
    box: boxSchema,
    detectionScore: z.number(),
    quality: z.number().optional().openapi({
      description: 'Overall, in [0, 1]; absent where it was not measured, as of faces that came from a file',
    }),
    groupNumber: z.int().optional(),
    createdAt: z.iso.datetime(),
  })
  .openapi('Face');

const candidateSchema = z
  .object({ personId: z.string(), name: z.string(), score: z.number() })
  .openapi('Candidate');

const qualitySchema = z
  .object({
    overall: z.number().openapi({ description: 'All of it as one number: higher is easier to recognise' }),
    sharpness: z.number().openapi({ description: '0 for a plain image, about 0.33 for a good photo' }),
    brightness: z.number(),
    contrast: z.number(),
    underexposedShare: z.number().openapi({ description: 'Share of the face that is all but black' }),
    overexposedShare: z.number().openapi({ description: 'Share of the face that is all but white' }),
    yawDeg: z.number().openapi({ description: 'Above 0 where the nose points to the right of the photo' }),
    pitchDeg: z.number().openapi({ description: 'Above 0 where the nose points up' }),
    rollDeg: z.number().openapi({ description: 'Above 0 where the head is turned clockwise' }),
    facePx: z.number().openapi({ description: 'Shorter side of the box' }),
    interEyePx: z.number(),
    isGrey: z.boolean(),
    flaws: z.array(z.enum(FACE_FLAWS)).openapi({ description: 'In what it is beyond a limit' }),
  })
  .openapi('FaceQuality', {
    description: 'What was measured of the face by itself; lengths in pixels of the photo',
  });

export const faceAnswerSchema = z
  .object({
    faceId: z.string().optional(),
    box: boxSchema,
    detectionScore: z.number(),
    candidates: z.array(candidateSchema).openapi({ description: 'Best first' }),
    probability: z.number().min(0).max(1).optional().openapi({
      description:
        'How likely the first candidate is right, strangers counted in; absent where nothing was learnt',
    }),
    decision: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('identified'), personId: z.string(), name: z.string(), score: z.number() }),
      z.object({ kind: z.literal('unknown'), bestScore: z.number().optional() }),
    ]),
    reason: z.string(),
    evidence: z
      .object({
        threshold: z.number(),
        nearest: z.object({ faceId: z.string(), personId: z.string(), score: z.number() }).optional(),
        margin: z.number().optional(),
        votes: z
          .array(z.object({ network: z.string(), score: z.number() }))
          .optional()
          .openapi({
            description: 'Cosine of each network alone with the nearest face, where several are used',
          }),
        quality: qualitySchema.optional(),
      })
      .optional(),
  })
  .openapi('FaceAnswer');

export const photoAnswerSchema = z
  .object({
    photoId: z.string().optional().openapi({ description: 'Only where the photo was kept' }),
    widthPx: z.int(),
    heightPx: z.int(),
    faces: z.array(faceAnswerSchema),
  })
  .openapi('PhotoAnswer');

/** Whom faces are to be of: somebody known, or somebody new by name. */
export const whoSchema = z.union([
  z.strictObject({ personId: z.string() }),
  z.strictObject({ name: z.string().trim().min(1).max(200) }),
]);

/** A change that was made, and what undoes it. */
export const doneSchema = z.object({
  done: z.literal(true),
  changeId: z.int().optional().openapi({ description: 'What undoes it; absent where nothing was changed' }),
});

/** The body of a request that is a photo. */
export const photoBody = {
  content: {
    'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) },
    'image/*': { schema: z.string().openapi({ format: 'binary' }) },
  },
  description: 'The file of a photo: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF',
  required: true,
} as const;

/** A collection as JSON has it. */
export function collectionJson({ networks: _networks, createdAt, ...rest }: Collection) {
  return { ...rest, createdAt: createdAt.toISOString() };
}

/** A person as JSON has it. */
export function personJson({ createdAt, retainUntil, ...rest }: Person) {
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    ...(retainUntil && { retainUntil: retainUntil.toISOString() }),
  };
}

/** A face as JSON has it. */
export function faceJson({
  id,
  photoId,
  personId,
  state,
  box,
  detectionScore,
  quality,
  groupNumber,
  createdAt,
}: StoredFace) {
  return {
    id,
    photoId,
    ...(personId !== undefined && { personId }),
    state,
    box,
    detectionScore,
    ...(quality !== undefined && { quality }),
    ...(groupNumber !== undefined && { groupNumber }),
    createdAt: createdAt.toISOString(),
  };
}

/** A change as JSON has it; none where nothing was changed. */
export function doneJson(change: { readonly id: number } | undefined): z.input<typeof doneSchema> {
  return { done: true, ...(change && { changeId: change.id }) };
}
