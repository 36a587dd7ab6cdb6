import { availableParallelism } from 'node:os';
import { z } from 'zod';

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
});

/** Options as a caller gives them. */
export type ExtractionOptionsInput = z.input<typeof extractionOptionsSchema>;
/** Options with every default filled in. */
export type ExtractionOptions = z.output<typeof extractionOptionsSchema>;

/** The extraction options among other options. */
export function extractionOptionsAmong(options: ExtractionOptions): ExtractionOptions {
  const { detector, networks, restorer, aligned, threads } = options;
  const { maxBytes, maxPixels, decodeTimeoutSeconds, maxSidePx } = options;
  const limits = { maxBytes, maxPixels, decodeTimeoutSeconds, maxSidePx };
  return { detector, networks, aligned, threads, ...limits, ...(restorer !== undefined && { restorer }) };
}
