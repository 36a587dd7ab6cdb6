import { isQuenError } from '../../../core/errors.ts';
import type { ShardNotes } from '../../../jobs/suspects.ts';

/** Photos that are noted as in work with one note. */
const WINDOW = 64;

/** Notes what is in work before it is touched, a window of photos at a time. */
export interface ShardWatch {
  /** Before a photo is touched while others are in work. */
  before(place: number): Promise<void>;
  /** Before a photo is touched while none other is. */
  beforeAlone(place: number): Promise<void>;
  /** After a photo was done with. */
  after(place: number): void;
}

/** @param known notes of earlier tries @param note writes notes down */
export function shardWatch(
  photoCount: number,
  known: ShardNotes,
  note: (notes: ShardNotes) => Promise<void>,
): ShardWatch {
  const inWork = new Set<number>();
  let notes = known;
  let notedTo = 0;
  let last = Promise.resolve();
  const write = async (more: Pick<ShardNotes, 'alone' | 'inWork'>): Promise<void> => {
    const { suspects, deaths } = notes;
    await note({ suspects, deaths, ...more }).catch(passOver);
  };
  return {
    before: (place) => {
      inWork.add(place);
      last = last.then(async () => {
        if (place < notedTo) return;
        notedTo = Math.min(photoCount, place + WINDOW);
        await write({ inWork: { from: Math.min(...inWork), to: notedTo } });
      });
      return last;
    },
    beforeAlone: (place) => write({ alone: place }),
    after: (place) => {
      inWork.delete(place);
      const suspects = notes.suspects.filter((suspect) => suspect !== place);
      if (suspects.length < notes.suspects.length) notes = { ...notes, suspects };
    },
  };
}

/** A database that is away stops no work: its shard is done, and at worst suspected whole. */
function passOver(cause: unknown): void {
  if (!isQuenError(cause) || !cause.code.startsWith('DATABASE_')) throw cause;
}
