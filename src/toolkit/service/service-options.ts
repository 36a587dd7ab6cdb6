import { z } from 'zod';
import { KEEP_MODES } from '../../collections/collection.ts';
import { extractionOptionsSchema } from '../extraction-options.ts';

/** Options of the service of collections. */
export const serviceOptionsSchema = z.strictObject({
  ...extractionOptionsSchema.omit({ aligned: true, distributed: true }).shape,
  /** Folder of the embedded database, the key file and what is kept of photos. */
  data: z.string().min(1),
  /** URL of a PostgreSQL server, instead of the embedded database. */
  databaseUrl: z.string().min(1).optional(),
  /** File of a gallery or a bundle that becomes a collection, once. */
  bundle: z.string().min(1).optional(),
  /** Name of that collection; the file's by default. */
  collection: z.string().trim().min(1).max(200).optional(),
  /** What is kept of photos that come to be enrolled or looked at. */
  keep: z.enum(KEEP_MODES).default('crops'),
  /** Key that embeddings are encrypted with: 32 bytes as 64 hexadecimal digits or in base64. A file in the data folder without it. */
  encryptionKey: z.string().min(1).optional(),
  /** Earlier keys, that embeddings may still be written with. */
  formerKeys: z.array(z.string().min(1)).default([]),
  /** Share of the searched faces that are expected to be strangers'; decides probabilities only. */
  strangerShare: z.number().min(0).lt(1).default(0.5),
  /** Photos that may wait or be in work at once; more are refused with `SERVICE_BUSY`. */
  queueLimit: z.int().min(1).default(64),
  /** Photos of jobs that may wait, and their bytes; more are refused with `SERVICE_BUSY`. */
  backlogPhotos: z.int().min(1).default(10_000),
  backlogBytes: z
    .int()
    .min(1)
    .default(4 * 2 ** 30),
});

/** Options of the service as a caller gives them. */
export type ServiceOptions = z.input<typeof serviceOptionsSchema>;
/** Options of the service with every default filled in. */
export type ResolvedServiceOptions = z.output<typeof serviceOptionsSchema>;
