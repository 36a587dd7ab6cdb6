import { z } from 'zod';
import type { SkippedFile, Threshold } from '../core/identification.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { Fusion } from '../pipeline/ensemble/fusion.ts';
import { extractionOptionsSchema } from './extraction-options.ts';
import { fusionOptionsSchema, isWeightEach, ONE_WEIGHT_EACH } from './fusion-options.ts';
import { headOptionsSchema } from './head-options.ts';
import { decisionOptionsSchema } from './identify-options.ts';
import { NO_STRANGERS_TO_LEARN_FROM, needsStrangers, STRANGERS_TEACH_HEADS } from './rejector-options.ts';
import type { HeadTaken } from './score-test.ts';

/** Options of `trainPeople`. */
export const trainOptionsSchema = z
  .strictObject({
    ...extractionOptionsSchema.shape,
    ...fusionOptionsSchema.shape,
    ...decisionOptionsSchema.shape,
    ...headOptionsSchema.shape,
    /** A folder of photos per person. */
    people: z.string().min(1).optional(),
    /** An `image,label` table, instead of `people`. */
    train: z.string().min(1).optional(),
    /** Folder the tables' images lie below. */
    images: z.string().min(1).optional(),
    /** The bundle file to write. */
    out: z.string().min(1),
    /** Page to write on how the training went. */
    report: z.string().min(1).optional(),
  })
  .refine((o) => (o.people === undefined) !== (o.train === undefined), {
    path: ['people'],
    message: 'give exactly one of people (a folder) or train (a table)',
  })
  .refine(isWeightEach, ONE_WEIGHT_EACH)
  .refine((o) => o.train === undefined || o.images !== undefined, {
    path: ['images'],
    message: 'a table needs images, the folder its photos lie below',
  })
  .refine((o) => o.strangers !== undefined || !needsStrangers(o.rejector), NO_STRANGERS_TO_LEARN_FROM)
  .refine((o) => o.strangersAs === 'calibration' || !needsStrangers(o.rejector), STRANGERS_TEACH_HEADS);

/** Options of `trainPeople` as a caller gives them. */
export type TrainOptions = z.input<typeof trainOptionsSchema>;
/** Options of `trainPeople` with every default filled in. */
export type ResolvedTrainOptions = z.output<typeof trainOptionsSchema>;

/** What a training made. */
export interface Training {
  readonly gallery: Gallery;
  /** How its networks weigh; absent for a single network. */
  readonly fusion?: Fusion;
  readonly head: HeadTaken;
  /** For the rate that was asked; another may be asked of `identify`. */
  readonly threshold: Threshold;
  readonly skipped: readonly SkippedFile[];
}
