import { z } from 'zod';
import { matedScoresSchema, nonMatedScoresSchema } from '../gallery/rejection-header.ts';
import { HEAD_SCORE_KINDS } from '../heads/score-kind.ts';
import { BUNDLE_REJECTIONS } from './bundle.ts';

const share = z.number().min(0).max(1);
const rejection = z.enum(BUNDLE_REJECTIONS);

const network = z.strictObject({
  name: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 is 64 lower-case hexadecimal digits'),
  task: z.enum(['detector', 'embedder', 'restorer']),
  licence: z.strictObject({ stated: z.string(), limits: z.string() }),
  source: z.string(),
});

const validation = z.strictObject({
  head: z.string(),
  rejection,
  rank1: share,
  map5: share,
  dirAt1Percent: share.nullable(),
  auroc: share.nullable(),
});

const manifest = z.strictObject({
  quen: z.string().min(1),
  networks: z.array(network).min(1),
  views: z.strictObject({ count: z.int().nonnegative(), seed: z.int().nonnegative() }),
  training: z.record(z.string(), z.json()),
  validation: z.array(validation),
});

const head = z.strictObject({
  weight: z.number().positive(),
  head: z.string().min(1),
  scoreKind: z.enum(HEAD_SCORE_KINDS),
  networks: z.array(z.string()).min(1),
  dimension: z.int().positive(),
  columnCount: z.int().positive(),
  settings: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  /** In the order in which their values follow. */
  arrays: z.array(z.strictObject({ name: z.string().min(1), dims: z.array(z.int().nonnegative()).max(8) })),
});

/** The part of a bundle that is JSON: all but the gallery and the values of the heads' arrays. */
export const bundleHeaderSchema = z.strictObject({
  manifest,
  heads: z.array(head).min(1),
  decision: z.strictObject({ rejection, rejector: z.string().min(1).optional() }),
  nonMatedHead: nonMatedScoresSchema.optional(),
  matedHead: matedScoresSchema.optional(),
});

/** What {@link bundleHeaderSchema} reads. */
export type BundleHeader = z.infer<typeof bundleHeaderSchema>;
