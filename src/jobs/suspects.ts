import { z } from 'zod';

const place = z.int().min(0);
const notesSchema = z.strictObject({
  /** Photos that may be in work, from one place up to but without another. */
  inWork: z.strictObject({ from: place, to: place }).optional(),
  /** The only photo that is in work. */
  alone: place.optional(),
  /** Photos that are to be worked on by themselves. */
  suspects: z.array(place),
  /** How often the worker died while a photo was alone in work. */
  deaths: z.array(z.strictObject({ photo: place, count: place })),
});

/** What a worker writes down of a shard before it touches photos, so that the next one knows which of them may have ended it. */
export type ShardNotes = Readonly<z.infer<typeof notesSchema>>;

/** Of a shard that nobody has worked on. */
export const NO_NOTES: ShardNotes = { suspects: [], deaths: [] };

/** Deaths while a photo is alone in work after which nobody touches it any more; the death in company before them makes it three. */
const MOST_DEATHS = 2;

/** Notes as they were kept; what cannot be read counts as none. */
export function readNotes(value: unknown): ShardNotes {
  const parsed = notesSchema.safeParse(value);
  return parsed.success ? parsed.data : NO_NOTES;
}

/** The notes for the next worker after one died: what was in work is suspected, and what was alone in work has killed. */
export function afterDeath({ inWork, alone, suspects, deaths }: ShardNotes): ShardNotes {
  if (alone !== undefined) {
    const count = 1 + (deaths.find(({ photo }) => photo === alone)?.count ?? 0);
    const others = deaths.filter(({ photo }) => photo !== alone);
    return { suspects, deaths: [...others, { photo: alone, count }] };
  }
  const { from, to } = inWork ?? { from: 0, to: 0 };
  const places = Array.from({ length: to - from }, (_, index) => from + index);
  return { suspects: [...new Set([...suspects, ...places])].sort((a, b) => a - b), deaths };
}

/** Photos that have ended workers so often that they are left out, by place, with the number of workers. */
export function setAside({ deaths }: ShardNotes): ReadonlyMap<number, number> {
  const most = deaths.filter(({ count }) => count >= MOST_DEATHS);
  return new Map(most.map(({ photo, count }) => [photo, count + 1]));
}
