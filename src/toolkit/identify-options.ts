import { z } from 'zod';
import { SCORE_RULES } from '../gallery/identity-scores.ts';
import { extractionOptionsSchema } from './extraction-options.ts';
import { fusionOptionsSchema, isWeightEach, ONE_WEIGHT_EACH } from './fusion-options.ts';
import {
  INDEX_INCOMPLETE,
  INDEX_SERVES_NEAREST,
  INDEX_WITHOUT_REJECTOR,
  indexOptionsSchema,
  isOfIndex,
} from './indexes/index-options.ts';
import {
  NO_HEAD_TO_REJECT_BY,
  NO_STRANGERS_TO_LEARN_FROM,
  needsHead,
  needsStrangers,
  REJECTOR_OR_LEARNING,
  rejectorOption,
} from './rejector-options.ts';

/** Options that decide who is named and who is not. */
export const decisionOptionsSchema = z.strictObject({
  /** Share of strangers that may be named (FPIR), between 0 and 1. */
  fpir: z.number().gt(0).lt(1).default(0.01),
  /** How the photos of one person become one score. A gallery brings its own. */
  rule: z.enum(SCORE_RULES).default('blend'),
  /** What decides whether the best candidate is accepted; `none`: its own score. A gallery brings its own. */
  rejector: rejectorOption,
  /** Photos of people who are not enrolled: a folder, or an `image,label` table below `images`. */
  strangers: z.string().min(1).optional(),
});

/** Options of the probabilities that answers come with. */
export const probabilityOptionsSchema = z.strictObject({
  /** Share of the searched faces that are expected to be strangers', from 0 and below 1; no decision depends on it. */
  strangerShare: z.number().min(0).lt(1).default(0.5),
});

/** Options of learning from the photos to be named. */
export const learningOptionsSchema = z.strictObject({
  /** Lets faces that are surely somebody's join the enrolled ones before the rest is named. */
  learnFromPhotos: z.boolean().default(false),
  /** JSON list of records from `pseudo-labels.json`: these faces get no pseudo-label. */
  revoke: z.string().min(1).optional(),
});

/** Where photos come from: folders, or tables of photos below one folder. */
const sourceOptionsSchema = z.strictObject({
  /** A folder of photos per person. */
  people: z.string().min(1).optional(),
  /** A gallery written by `enrol` or a bundle written by `train`, instead of `people`. */
  gallery: z.string().min(1).optional(),
  /** The pile of photos to name. */
  photos: z.string().min(1).optional(),
  /** An `image,label` table, instead of `people`. */
  train: z.string().min(1).optional(),
  /** An `image[,label]` table, instead of `photos`. */
  test: z.string().min(1).optional(),
  /** Folder the tables' images lie below. */
  images: z.string().min(1).optional(),
});

const outputOptionsSchema = z.strictObject({
  /** Folder to write results to; nothing is written without it. */
  out: z.string().min(1).optional(),
  /** The word for nobody in `submission.csv`. */
  unknownLabel: z.string().min(1).default('unknown'),
  /** Photos shown in `report.html`; all are in `identities.csv`. */
  reportPhotos: z.int().min(0).default(1000),
});

/** Why `revoke` alone is refused. */
export const NOTHING_TO_REVOKE = {
  path: ['revoke'],
  message: 'pseudo-labels are only given with learnFromPhotos (--learn-from-photos)',
};

/** Options of `identify`. */
export const identifyOptionsSchema = z
  .strictObject({
    ...extractionOptionsSchema.shape,
    ...fusionOptionsSchema.shape,
    ...decisionOptionsSchema.shape,
    ...probabilityOptionsSchema.shape,
    ...learningOptionsSchema.shape,
    ...sourceOptionsSchema.shape,
    ...indexOptionsSchema.shape,
    /** Sets the threshold of a gallery anew on the enrolled, where it was set by searches through another index than `index`. */
    recalibrate: z.boolean().optional(),
    ...outputOptionsSchema.shape,
  })
  .refine((o) => [o.people, o.gallery, o.train].filter((source) => source !== undefined).length === 1, {
    path: ['people'],
    message: 'give exactly one of people (a folder), gallery (a file) or train (a table)',
  })
  .refine((o) => [o.photos, o.test].filter((source) => source !== undefined).length === 1, {
    path: ['photos'],
    message: 'give exactly one of photos (a folder) or test (a table)',
  })
  .refine((o) => (o.train === undefined && o.test === undefined) || o.images !== undefined, {
    path: ['images'],
    message: 'tables need images, the folder their photos lie below',
  })
  .refine(isWeightEach, ONE_WEIGHT_EACH)
  .refine((o) => o.gallery === undefined || o.strangers === undefined || o.learnFromPhotos, {
    path: ['strangers'],
    message: 'a gallery brings its own calibration; give strangers when enrolling it',
  })
  .refine((o) => o.revoke === undefined || o.learnFromPhotos, NOTHING_TO_REVOKE)
  .refine((o) => o.gallery !== undefined || !needsHead(o.rejector), NO_HEAD_TO_REJECT_BY)
  .refine(
    (o) => o.gallery !== undefined || o.strangers !== undefined || !needsStrangers(o.rejector),
    NO_STRANGERS_TO_LEARN_FROM,
  )
  .refine((o) => o.rejector === 'none' || !o.learnFromPhotos, REJECTOR_OR_LEARNING)
  .refine((o) => o.index === undefined || o.gallery !== undefined, {
    path: ['index'],
    message: "people are enrolled through an index by 'quen enrol --index'; give the gallery that it writes",
  })
  .refine((o) => o.index === 'pgvector' || isOfIndex(o), INDEX_INCOMPLETE)
  .refine((o) => o.recalibrate !== true || o.index !== undefined, {
    path: ['recalibrate'],
    message: 'it is for another index than that of the gallery; name one (--index)',
  });

/** Options of `identify` as a caller gives them. */
export type IdentifyOptions = z.input<typeof identifyOptionsSchema>;
/** Options of `identify` with every default filled in. */
export type ResolvedIdentifyOptions = z.output<typeof identifyOptionsSchema>;

/** Options of `enrolGallery`. */
export const enrolOptionsSchema = z
  .strictObject({
    ...extractionOptionsSchema.shape,
    ...fusionOptionsSchema.shape,
    ...decisionOptionsSchema.omit({ fpir: true }).shape,
    ...indexOptionsSchema.shape,
    /** A folder of photos per person. */
    people: z.string().min(1),
    /** The gallery file to write. */
    out: z.string().min(1),
  })
  .refine(isWeightEach, ONE_WEIGHT_EACH)
  .refine((o) => !needsHead(o.rejector), NO_HEAD_TO_REJECT_BY)
  .refine((o) => o.strangers !== undefined || !needsStrangers(o.rejector), NO_STRANGERS_TO_LEARN_FROM)
  .refine(isOfIndex, INDEX_INCOMPLETE)
  .refine((o) => o.index === undefined || o.rule === 'nearest', INDEX_SERVES_NEAREST)
  .refine((o) => o.index === undefined || o.rejector === 'none', INDEX_WITHOUT_REJECTOR);

/** Options of `enrolGallery` as a caller gives them. */
export type EnrolOptions = z.input<typeof enrolOptionsSchema>;
/** Options of `enrolGallery` with every default filled in. */
export type ResolvedEnrolOptions = z.output<typeof enrolOptionsSchema>;
