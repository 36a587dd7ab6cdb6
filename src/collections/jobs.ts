import { z } from 'zod';
import { judgedQualitySchema } from './judged-quality.ts';

/** What a job does with each of its photos. */
export const jobTaskSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('identify'),
    /** Candidates a face. */
    limit: z.int().min(1).max(100).default(5),
    /** Whether the faces wait for a person to look at them. */
    keep: z.boolean().default(false),
    /** Whether faces are measured and each network asked alone. */
    evidence: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('enrol') }),
]);
/** See {@link jobTaskSchema}. */
export type JobTask = z.output<typeof jobTaskSchema>;

/** `waiting`: no photo was begun; `stopped`: what was left was dropped. */
export const JOB_STATES = ['waiting', 'running', 'done', 'stopped'] as const;

/** Work on many photos that goes on after each was taken. */
export interface Job {
  readonly id: string;
  readonly collectionId: string;
  readonly task: JobTask;
  readonly state: (typeof JOB_STATES)[number];
  /** Whether it still takes photos; it is done only once it does not. */
  readonly isOpen: boolean;
  /** Photos it took, those that are settled, and of these those that could not be used. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Why it does not go on at the moment; it is tried again. */
  readonly error?: string;
  /** The key it was made with. */
  readonly keyId?: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Whom a photo of a job is to be enrolled as. Photos of one job that give the same external id, else the same name, are of one person. */
export const jobTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('known'), personId: z.string() }),
  z.strictObject({
    kind: z.literal('new'),
    /** Of the person, if nobody has the external id by then. */
    personId: z.string(),
    name: z.string(),
    externalId: z.string().exactOptional(),
  }),
]);
/** See {@link jobTargetSchema}. */
export type JobTarget = z.output<typeof jobTargetSchema>;

/** A photo as a job takes it. Its file is in the vault already. */
export interface NewJobPhoto {
  /** Id of its file until it is settled. */
  readonly fileId: string;
  readonly byteCount: number;
  readonly sha256: string;
  /** The caller's own name for it; the same photo sent again under it is taken once. */
  readonly label?: string;
  readonly target?: JobTarget;
  /** Of the folder that the file is in: only processes on that folder can work on it. */
  readonly home: string;
}

/** A photo that a process has begun to work on. */
export interface ClaimedPhoto {
  readonly job: Job;
  readonly number: number;
  readonly fileId: string;
  readonly target?: JobTarget;
  /** How often it was begun, from 1. */
  readonly attempt: number;
}

const box = z.strictObject({ xPx: z.number(), yPx: z.number(), widthPx: z.number(), heightPx: z.number() });

/** A face that was searched, by ids: names are looked up whenever the result is read, so that none outlives its person here. */
export const searchedFaceSchema = z.strictObject({
  faceId: z.string().exactOptional(),
  box,
  detectionScore: z.number(),
  candidates: z.array(z.strictObject({ personId: z.string(), score: z.number() })).readonly(),
  probability: z.number().exactOptional(),
  /** The threshold that stood then. */
  threshold: z.number(),
  nearest: z.strictObject({ faceId: z.string(), personId: z.string(), score: z.number() }).exactOptional(),
  /** What each network alone says of the nearest face, where several are used and evidence was asked for. */
  votes: z
    .array(z.strictObject({ network: z.string(), score: z.number() }))
    .readonly()
    .exactOptional(),
  /** Where evidence was asked for and the face could be measured. */
  quality: judgedQualitySchema.exactOptional(),
});
/** See {@link searchedFaceSchema}. */
export type SearchedFace = z.output<typeof searchedFaceSchema>;

/** What a photo of a job came to. */
export const jobOutcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('searched'),
    photoId: z.string().exactOptional(),
    widthPx: z.number(),
    heightPx: z.number(),
    faces: z.array(searchedFaceSchema).readonly(),
  }),
  z.strictObject({
    kind: z.literal('enrolled'),
    personId: z.string(),
    photoId: z.string(),
    /** Absent where the very same photo was enrolled as that person before. */
    faceId: z.string().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('failed'), code: z.string(), reason: z.string() }),
]);
/** See {@link jobOutcomeSchema}. */
export type JobOutcome = z.output<typeof jobOutcomeSchema>;

/** What settles one photo of a job. */
export interface JobSettlement {
  readonly jobId: string;
  readonly number: number;
  readonly outcome: JobOutcome;
}

/** A photo that is settled. */
export interface SettledPhoto {
  /** Place in the order in which photos came, from 1. */
  readonly number: number;
  readonly label?: string;
  /** Undefined where it told of somebody who was erased since. */
  readonly outcome: JobOutcome | undefined;
}
