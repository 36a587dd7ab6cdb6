import { z } from 'zod';
import { HEAD_NAMES } from '../heads/create-head.ts';
import { STRANGER_USES } from '../pipeline/training/material.ts';

/** Options that decide which heads are trained, and on what. */
export const headOptionsSchema = z.strictObject({
  /** Heads to judge out of fold, of which the best is taken. */
  heads: z.array(z.enum(HEAD_NAMES)).min(1).default(['class-mean']),
  /** Augmented views of each training photo, beside the photo and its mirror image; only trained heads learn from them. */
  views: z.int().min(0).max(1000).default(0),
  /** Whether strangers are only calibrated on, or half of them learnt from. */
  strangersAs: z.enum(STRANGER_USES).default('calibration'),
  /** Decides folds, first weights and views. */
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
});

/** Head options as a caller gives them. */
export type HeadOptionsInput = z.input<typeof headOptionsSchema>;
/** Head options with every default filled in. */
export type HeadOptions = z.output<typeof headOptionsSchema>;
