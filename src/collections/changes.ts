import { z } from 'zod';

const settled = {
  about: z.enum(['label', 'same-person', 'two-people', 'copies']),
  ids: z.array(z.string()).min(1),
};

/**
 * The smallest changes of a collection. A change a user makes is a list of them, and is undone by the list that was kept with it, in its order;
 * what was there before is therefore in each.
 */
export const stepSchema = z.discriminatedUnion('step', [
  /** A face gets a state and, when enrolled, a person. */
  z.strictObject({
    step: z.literal('set-face'),
    faceId: z.string(),
    state: z.enum(['enrolled', 'waiting', 'unknown', 'dismissed']),
    personId: z.string().nullable(),
  }),
  z.strictObject({
    step: z.literal('add-person'),
    personId: z.string(),
    name: z.string(),
    externalId: z.string().nullable(),
    consent: z.string().nullable(),
    retainUntil: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  }),
  /** Only of somebody without faces: their faces are set first. Erasing is no step: it cannot be undone. */
  z.strictObject({ step: z.literal('remove-person'), personId: z.string() }),
  z.strictObject({ step: z.literal('rename-person'), personId: z.string(), name: z.string() }),
  /** The face is not this person, and is never proposed as them again. */
  z.strictObject({ step: z.literal('refuse'), faceId: z.string(), personId: z.string() }),
  z.strictObject({ step: z.literal('allow'), faceId: z.string(), personId: z.string() }),
  /** A finding is settled: nothing is wrong, and it is not asked about again. */
  z.strictObject({ step: z.literal('settle'), ...settled }),
  z.strictObject({ step: z.literal('reopen'), ...settled }),
]);

/** One of the smallest changes; see {@link stepSchema}. */
export type Step = z.output<typeof stepSchema>;

/** What a user did, and how it is undone. */
export interface Change {
  readonly id: number;
  readonly collectionId: string;
  /** `enrol`, `name-group`, `merge`, `answer` and the like. */
  readonly kind: string;
  /** For a person to read, without names. */
  readonly summary: string;
  readonly undo: readonly Step[];
  readonly keyId?: string;
  readonly createdAt: Date;
  readonly undoneAt?: Date;
}
