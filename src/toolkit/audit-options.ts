import { z } from 'zod';
import { extractionOptionsSchema } from './extraction-options.ts';

/** Options of `audit`. */
export const auditOptionsSchema = z
  .strictObject({
    ...extractionOptionsSchema.shape,
    /** A folder of photos per person. */
    people: z.string().min(1).optional(),
    /** An `image,label` table, instead of `people`; nothing can be moved then, so no list of fixes is written. */
    train: z.string().min(1).optional(),
    /** Folder the tables' images lie below. */
    images: z.string().min(1).optional(),
    /** Photos of others to compare with: a folder, or an `image,label` table below `images`. */
    strangers: z.string().min(1).optional(),
    /** Folder to write results to; nothing is written without it. */
    out: z.string().min(1).optional(),
    /** Findings less sure than this are left out. */
    minConfidence: z.number().min(0).max(1).default(0.5),
    /** Findings of each kind that are shown in `audit.html`; all are in `audit.json`. */
    shownFindings: z.int().min(0).default(100),
  })
  .refine((o) => (o.people === undefined) !== (o.train === undefined), {
    path: ['people'],
    message: 'give exactly one of people (a folder) or train (a table)',
  })
  .refine((o) => o.train === undefined || o.images !== undefined, {
    path: ['images'],
    message: 'tables need images, the folder their photos lie below',
  });

/** Options of `audit` as a caller gives them. */
export type AuditOptionsInput = z.input<typeof auditOptionsSchema>;
/** Options of `audit` with every default filled in. */
export type ResolvedAuditOptions = z.output<typeof auditOptionsSchema>;
