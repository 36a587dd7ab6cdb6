import { isQuenError, QuenError, throwIfAborted } from '../../../core/errors.ts';
import type { ObjectStore } from '../../../jobs/object-store.ts';
import type { PhotoRecord } from '../../../jobs/photo-record.ts';
import { type PlannedShard, planShards } from '../../../jobs/shard-plan.ts';
import type { TaskPhoto } from '../../../jobs/shard-task.ts';
import { listShards, removeShard } from '../../../jobs/shards/object-names.ts';
import { readShard } from '../../../jobs/shards/read-shard.ts';
import { sha256Of } from '../../../jobs/shards/sha256.ts';
import type { Shard, ShardStamp } from '../../../jobs/shards/shard.ts';
import { shardObject, shardsPrefix, taskObject } from '../../../jobs/store-places.ts';
import { inTurns, type RunControl } from '../../in-turns.ts';
import type { DistributionPorts } from './distribution-ports.ts';
import { untilDone } from './watch-run.ts';

/** Stats of files, and objects of the store, asked for at once. */
const AT_ONCE = 16;
/** Shards that prove damaged are made anew so often. */
const MOST_ROUNDS = 3;

/** A photo that is wanted, and perhaps a face of it. */
export type WantedPhoto = Omit<TaskPhoto, 'byteCount' | 'modifiedMs'>;

/**
 * Has workers work on photos, and waits until they have. What is not there is left out. Shards that are in the store are taken from it; those
 * that are damaged there are made anew. Throws `JOBS_FAILED` where shards were given up, `DATABASE_*`, `STORE_*`, `SHARD_*`, `ABORTED`.
 * @param take called with what became of each photo
 */
export async function distributeShards(
  photos: readonly WantedPhoto[],
  take: (photo: TaskPhoto, record: PhotoRecord) => void,
  ports: DistributionPorts,
  control: RunControl,
): Promise<void> {
  const { wayQueue: queue, photosPerShard, store } = ports;
  let open = await planShards(await thoseThere(photos, ports, control), { queue, photosPerShard });
  const runId = (await sha256Of(new TextEncoder().encode(open.map(({ name }) => name).join()))).slice(0, 12);
  for (let round = 0; open.length > 0; round++) {
    if (round === MOST_ROUNDS) throw lostShards(open, runId);
    await submit(open, runId, ports);
    await untilDone(runId, ports, control);
    open = await collect(open, take, ports, control);
    for (const { name } of open) await removeShard(store, shardObject(queue, name));
  }
}

/** Photos that are there, with their sizes. */
async function thoseThere(
  photos: readonly WantedPhoto[],
  { stat }: DistributionPorts,
  { signal }: RunControl,
): Promise<readonly TaskPhoto[]> {
  const look = async (photo: WantedPhoto) => {
    const file = await stat(photo.path);
    return { isCached: false, photo: file && { ...photo, ...file } };
  };
  const { results } = await inTurns(photos, AT_ONCE, look, signal ? { signal } : {});
  return results.flatMap(({ photo }) => photo ?? []);
}

async function submit(
  shards: readonly PlannedShard[],
  id: string,
  { queue, store, wayQueue, way, label }: DistributionPorts,
): Promise<void> {
  const there = new Set(await listShards(store, shardsPrefix(wayQueue)));
  const isDone = ({ name }: PlannedShard): boolean => there.has(shardObject(wayQueue, name));
  const open = shards.filter((shard) => !isDone(shard));
  const put = async ({ name, task }: PlannedShard) => {
    await store.put(taskObject(wayQueue, name), task);
    return { isCached: false };
  };
  await inTurns(open, AT_ONCE, put, {});
  const queued = shards.map((shard) => ({
    name: shard.name,
    photoCount: shard.photos.length,
    isDone: isDone(shard),
  }));
  await queue.submit({ id, queue: wayQueue, way, label, shards: queued });
}

/** @returns shards that are not there, or are damaged */
async function collect(
  shards: readonly PlannedShard[],
  take: (photo: TaskPhoto, record: PhotoRecord) => void,
  { store, wayQueue, stamp }: DistributionPorts,
  { signal }: RunControl,
): Promise<readonly PlannedShard[]> {
  const lacking: PlannedShard[] = [];
  for (const shard of shards) {
    throwIfAborted(signal);
    const read = await readWhole(store, shardObject(wayQueue, shard.name), stamp);
    if (read === undefined || read.records.length !== shard.photos.length) lacking.push(shard);
    else for (const [place, photo] of shard.photos.entries()) take(photo, read.records[place] as PhotoRecord);
  }
  return lacking;
}

async function readWhole(store: ObjectStore, name: string, stamp: ShardStamp): Promise<Shard | undefined> {
  try {
    return await readShard(store, name, stamp);
  } catch (cause) {
    if (isQuenError(cause, 'SHARD_DAMAGED')) return undefined;
    throw cause;
  }
}

function lostShards(shards: readonly PlannedShard[], runId: string): QuenError {
  const message = `${shards.length} shards of the run ${runId} are said to be done and cannot be read, the first ${shards[0]?.name}. See that all machines have the same --store, and that nothing removes its files.`;
  return new QuenError('SHARD_DAMAGED', message);
}
