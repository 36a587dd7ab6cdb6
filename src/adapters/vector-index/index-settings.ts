import { z } from 'zod';

/**
 * Settings of usearch. `m`: links of a vector on the upper layers, twice as many on the lowest; `ef-construction`, `ef-search`: how
 * wide the walk is that looks for them, and for the nearest of a probe; `precision` of the vectors that the walk compares; `rescore`:
 * vectors that are scored anew by their exact cosines; `threads`: more than one build another graph each time.
 */
export const usearchSettingsSchema = z.strictObject({
  m: z.coerce.number().int().min(2).max(128).default(16),
  'ef-construction': z.coerce.number().int().min(4).max(4096).default(128),
  'ef-search': z.coerce.number().int().min(4).max(4096).default(128),
  precision: z.enum(['f16', 'f32']).default('f16'),
  rescore: z.coerce.number().int().min(1).max(4096).default(64),
  threads: z.coerce.number().int().min(1).max(64).default(1),
});

/** See {@link usearchSettingsSchema}. */
export type UsearchSettings = z.output<typeof usearchSettingsSchema>;

/**
 * Settings of pgvector. `search`: `flat` compares with every row, `hnsw` walks a graph; `precision` of the column that is searched:
 * `halfvec` or `vector`; the others as those of usearch, and used with `hnsw` alone.
 */
export const pgvectorSettingsSchema = z.strictObject({
  search: z.enum(['flat', 'hnsw']).default('hnsw'),
  precision: z.enum(['halfvec', 'vector']).default('halfvec'),
  m: z.coerce.number().int().min(2).max(100).default(16),
  'ef-construction': z.coerce.number().int().min(4).max(1000).default(128),
  'ef-search': z.coerce.number().int().min(1).max(1000).default(128),
  rescore: z.coerce.number().int().min(1).max(1000).default(64),
});

/** See {@link pgvectorSettingsSchema}. */
export type PgvectorSettings = z.output<typeof pgvectorSettingsSchema>;
