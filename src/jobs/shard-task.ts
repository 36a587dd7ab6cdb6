import { z } from 'zod';
import { QuenError } from '../core/errors.ts';

const FORMAT = 'quen-shard-task';
const VERSION = 1;

const photoSchema = z.strictObject({
  path: z.string(),
  name: z.string(),
  byteCount: z.int().min(0),
  modifiedMs: z.number(),
  /** A face that was found, whose views or measures are wanted: its place in the detection, the hash of the photo, and what was found there. Measures are those of all its faces. */
  face: z
    .strictObject({
      place: z.int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      detection: z.json(),
    })
    .optional(),
});
const taskSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  photos: z.array(photoSchema).min(1),
});

/** A photo as it was when it was submitted. */
export type TaskPhoto = Readonly<z.infer<typeof photoSchema>>;

/** The task of a shard as bytes: what a worker is to work on. The same photos give the same bytes. */
export function encodeTask(photos: readonly TaskPhoto[]): Uint8Array {
  const ordered = photos.map(({ path, name, byteCount, modifiedMs, face }) => ({
    ...{ path, name, byteCount, modifiedMs },
    ...(face && { face: { place: face.place, sha256: face.sha256, detection: face.detection } }),
  }));
  const task = { format: FORMAT, version: VERSION, photos: ordered };
  return new TextEncoder().encode(`${JSON.stringify(task)}\n`);
}

/** Reverses {@link encodeTask}. @param shard named in messages. Throws `SHARD_DAMAGED` */
export function decodeTask(bytes: Uint8Array, shard: string): readonly TaskPhoto[] {
  try {
    return taskSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).photos;
  } catch (cause) {
    const message = `The task of the shard ${shard} cannot be read. Submit the same photos again: it is written anew.`;
    throw new QuenError('SHARD_DAMAGED', message, { cause });
  }
}
