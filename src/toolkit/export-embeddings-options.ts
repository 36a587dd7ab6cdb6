import { z } from 'zod';
import { extractionOptionsSchema } from './extraction-options.ts';

const out = z.string().min(1);

/** Options of `exportEmbeddings`: photos, and the networks they are embedded with. */
export const exportEmbeddingsOptionsSchema = extractionOptionsSchema.extend({
  /** A folder of photos. */
  photos: z.string().min(1),
  /** The Parquet file to write. */
  out,
});

/** Options of `exportShards`: embeddings that workers made. */
export const exportShardsOptionsSchema = z.strictObject({
  /** The store of the workers: a folder, or `s3://bucket/prefix`. */
  store: z.string().min(1),
  /** What the names of the shards begin with; all of the store without it. */
  prefix: z.string().default(''),
  /** The Parquet file to write. */
  out,
});

/** Options of `exportEmbeddings` as a caller gives them. */
export type ExportEmbeddingsOptions = z.input<typeof exportEmbeddingsOptionsSchema>;
/** Options of `exportShards` as a caller gives them. */
export type ExportShardsOptions = z.input<typeof exportShardsOptionsSchema>;
