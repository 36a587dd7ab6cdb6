import { availableParallelism } from 'node:os';
import { z } from 'zod';

/** Where workers take photos to extract from, and where they put what they found. */
const distributedOptionsSchema = z.strictObject({
  /** `postgres://...` of a server, or a folder: then all is done within this process. */
  database: z.string().min(1),
  /** `s3://bucket/prefix`, or a folder that all see. */
  store: z.string().min(1),
  /** Photos that are one job, about. */
  photosPerShard: z.int().min(1).max(100_000).default(1000),
});

/** How photos become faces and embeddings; defaults are those of every command. */
export const extractionOptionsSchema = z.strictObject({
  /** Name of the detector's card. */
  detector: z.string().default('retinaface-mnet025-v2'),
  /** Names of the embedders' cards; several are used together, each with equal weight. */
  networks: z.array(z.string()).min(1).default(['faceplugin-fr-feature']),
  /** Name of a restorer's card: small crops are enlarged, or grey ones coloured, before they are embedded. */
  restorer: z.string().optional(),
  /** Photos are aligned 112x112 crops already: no face is looked for. */
  aligned: z.boolean().default(false),
  /** Worker threads, one photo each at a time. */
  threads: z
    .int()
    .min(1)
    .max(256)
    .default(() => Math.min(availableParallelism(), 16)),
  /** Larger files are refused unread. */
  maxBytes: z
    .int()
    .positive()
    .default(64 * 2 ** 20),
  /** Photos with more pixels are refused undecoded. */
  maxPixels: z.int().positive().default(120_000_000),
  /** Decoding one photo is given up after this many seconds. */
  decodeTimeoutSeconds: z.int().positive().default(20),
  /** Larger photos are worked on at this longer side. */
  maxSidePx: z.int().min(256).default(2048),
  /** Photos are extracted by workers, through a queue and a store that they share with this process. */
  distributed: distributedOptionsSchema.optional(),
});

/** Options as a caller gives them. */
export type ExtractionOptionsInput = z.input<typeof extractionOptionsSchema>;
/** Options with every default filled in. */
export type ExtractionOptions = z.output<typeof extractionOptionsSchema>;

/** Where an extraction is distributed to. */
export type DistributedOptions = NonNullable<ExtractionOptions['distributed']>;

/** The extraction options among other options. */
export function extractionOptionsAmong(options: ExtractionOptions): ExtractionOptions {
  const { detector, networks, restorer, aligned, threads } = options;
  const { maxBytes, maxPixels, decodeTimeoutSeconds, maxSidePx, distributed } = options;
  const limits = { maxBytes, maxPixels, decodeTimeoutSeconds, maxSidePx };
  return {
    ...{ detector, networks, aligned, threads, ...limits },
    ...(restorer !== undefined && { restorer }),
    ...(distributed !== undefined && { distributed }),
  };
}
