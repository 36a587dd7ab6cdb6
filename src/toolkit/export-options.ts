import { z } from 'zod';
import { decisionOptionsSchema } from './identify-options.ts';

/** Options of `exportHeads`. */
export const exportOptionsSchema = z.strictObject({
  /** A bundle written by `trainPeople`. */
  bundle: z.string().min(1),
  /** Folder to write to; files of an earlier export are replaced. */
  out: z.string().min(1),
  fpir: decisionOptionsSchema.shape.fpir,
});

/** Options of `exportHeads` as a caller gives them. */
export type ExportOptions = z.input<typeof exportOptionsSchema>;
