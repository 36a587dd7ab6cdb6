import { encodeTask, type TaskPhoto } from './shard-task.ts';
import { sha256Of } from './shards/sha256.ts';

/** Some photos that are one job. */
export interface PlannedShard {
  /** 32 hexadecimal digits that hang on the way and on the photos alone. */
  readonly name: string;
  readonly photos: readonly TaskPhoto[];
  /** The photos as {@link encodeTask} writes them. */
  readonly task: Uint8Array;
}

/** Digits of a shard's name: as many as a UUID has, which its job is known by. */
const NAME_DIGITS = 32;

/**
 * Cuts photos into shards, in their order. Where a cut falls hangs on the photos near it and not on their count, so that a photo that
 * came or went changes one shard or two and the others keep their names. A photo that is named twice is in once.
 * @param queue name of the way @param photosPerShard about so many; no shard has more than one and a half times that
 */
export async function planShards(
  photos: readonly TaskPhoto[],
  { queue, photosPerShard }: { readonly queue: string; readonly photosPerShard: number },
): Promise<readonly PlannedShard[]> {
  const distinct = [...new Map(photos.map((photo) => [photo.path, photo])).values()];
  return await Promise.all(cut(distinct, photosPerShard).map((part) => planned(part, queue)));
}

/**
 * A shard ends after a photo whose hash is 0 in a window of sizes, once it is large enough: content-defined chunking
 * (Muthitacharoen et al., A low-bandwidth network file system, SOSP 2001, section 3.1) of a list.
 */
function cut(photos: readonly TaskPhoto[], photosPerShard: number): TaskPhoto[][] {
  const least = Math.max(1, Math.floor(photosPerShard / 2));
  const most = Math.max(1, Math.floor(photosPerShard * 1.5));
  const shards: TaskPhoto[][] = [];
  let shard: TaskPhoto[] = [];
  for (const photo of photos) {
    shard.push(photo);
    const isCut = shard.length >= least && hashOf(photo.path) % least === 0;
    if (!isCut && shard.length < most) continue;
    shards.push(shard);
    shard = [];
  }
  if (shard.length > 0) shards.push(shard);
  return shards;
}

async function planned(photos: readonly TaskPhoto[], queue: string): Promise<PlannedShard> {
  const task = encodeTask(photos);
  const named = new Uint8Array([...new TextEncoder().encode(`${queue}\n`), ...task]);
  return { name: (await sha256Of(named)).slice(0, NAME_DIGITS), photos, task };
}

/** FNV-1a, 32 bits, over UTF-16 code units, with the last bits mixed as MurmurHash3 does: a remainder is taken of it. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
