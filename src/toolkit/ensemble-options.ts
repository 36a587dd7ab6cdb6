import { z } from 'zod';
import { SCORE_RULES } from '../gallery/identity-scores.ts';
import { WEIGHINGS } from '../pipeline/ensemble/fusion.ts';
import { extractionOptionsSchema } from './extraction-options.ts';

/** Options of `compareEnsemble`. */
export const ensembleOptionsSchema = z
  .strictObject({
    ...extractionOptionsSchema.shape,
    /** A folder of photos per person. */
    people: z.string().min(1).optional(),
    /** An `image,label` table, instead of `people`. */
    train: z.string().min(1).optional(),
    /** Folder the tables' images lie below. */
    images: z.string().min(1).optional(),
    /** Photos of people who are not enrolled: a folder, or an `image,label` table below `images`. */
    strangers: z.string().min(1).optional(),
    /** How the photos of one person become one score. */
    rule: z.enum(SCORE_RULES).default('blend'),
    /** The share of strangers who are named at which networks are compared. */
    fpir: z.number().gt(0).lt(1).default(0.01),
    /** How networks are weighed as they are compared; learnt weights are learnt anew for every subset. */
    weights: z.enum(WEIGHINGS).default('equal'),
    /** How many points of DIR the smallest ensemble may lose, of 100. */
    within: z.number().min(0).max(100).default(0.2),
    /** File to write the comparison to. */
    json: z.string().min(1).optional(),
  })
  .refine((o) => (o.people === undefined) !== (o.train === undefined), {
    path: ['people'],
    message: 'give exactly one of people (a folder) or train (a table)',
  })
  .refine((o) => o.train === undefined || o.images !== undefined, {
    path: ['images'],
    message: 'a table needs images, the folder its photos lie below',
  })
  .refine((o) => o.networks.length >= 2 && new Set(o.networks).size === o.networks.length, {
    path: ['networks'],
    message: 'name two networks or more (--network a,b), each once',
  });

/** Options of `compareEnsemble` as a caller gives them. */
export type EnsembleOptions = z.input<typeof ensembleOptionsSchema>;
