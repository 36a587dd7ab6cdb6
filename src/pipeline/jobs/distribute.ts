import { isQuenError, QuenError, throwIfAborted } from '../../core/errors.ts';
import type { PhotoFile } from '../../core/photo.ts';
import type { ExtractionPorts } from '../../core/ports.ts';
import { BEAT_SECONDS, type JobQueue, type RunCounts } from '../../jobs/job-queue.ts';
import type { ObjectStore } from '../../jobs/object-store.ts';
import type { PhotoRecord } from '../../jobs/photo-record.ts';
import { type PlannedShard, planShards } from '../../jobs/shard-plan.ts';
import type { TaskPhoto } from '../../jobs/shard-task.ts';
import { listShards, removeShard } from '../../jobs/shards/object-names.ts';
import { readShard } from '../../jobs/shards/read-shard.ts';
import { sha256Of } from '../../jobs/shards/sha256.ts';
import type { Shard, ShardStamp } from '../../jobs/shards/shard.ts';
import { shardObject, shardsPrefix, taskObject } from '../../jobs/store-places.ts';
import { inTurns, type RunControl } from '../in-turns.ts';
import { type KnownResults, knownResults } from './known-results.ts';
import { pause } from './pause.ts';

/** What the distribution of an extraction needs from outside. */
export interface DistributionPorts {
  readonly queue: JobQueue;
  readonly store: ObjectStore;
  /** Name of the way. */
  readonly wayQueue: string;
  /** The way, as JSON. */
  readonly way: string;
  readonly stamp: ShardStamp;
  readonly photosPerShard: number;
  /** What people call the run by. */
  readonly label: string;
  /** Size and time of a file; undefined where there is none. */
  stat(path: string): Promise<Pick<TaskPhoto, 'byteCount' | 'modifiedMs'> | undefined>;
  /** Tells people something, once. */
  onNotice(text: string): void;
  /** Works on shards within this process until it is stopped; absent where others do. */
  work?(stop: AbortSignal): Promise<void>;
  /** How often the queue is asked how far it is; half a second if absent. */
  readonly pollMs?: number;
  /** How long nothing of the run may be in work before that is told; half a minute if absent. */
  readonly idleMs?: number;
}

/** Stats of files, and objects of the store, asked for at once. */
const AT_ONCE = 16;
/** Shards that prove damaged are made anew so often. */
const MOST_ROUNDS = 3;
const POLL_MS = 500;
const IDLE_MS = 30_000;

/**
 * Has workers extract photos, and waits until they have. Photos that are known then need not be read; all others, such as those no worker
 * could read, are extracted as ever. Throws `JOBS_FAILED` where shards were given up, `DATABASE_*`, `STORE_*`, `SHARD_*`, `ABORTED`.
 */
export async function distributeExtraction(
  photos: readonly PhotoFile[],
  extraction: ExtractionPorts,
  ports: DistributionPorts,
  control: RunControl,
): Promise<ExtractionPorts> {
  const known = knownResults(extraction);
  const { wayQueue: queue, photosPerShard, store } = ports;
  let open = await planShards(await submittable(photos, ports, control), { queue, photosPerShard });
  const runId = (await sha256Of(new TextEncoder().encode(open.map(({ name }) => name).join()))).slice(0, 12);
  for (let round = 0; open.length > 0; round++) {
    if (round === MOST_ROUNDS) throw lostShards(open, runId);
    await submit(open, runId, ports);
    await untilDone(runId, ports, control);
    open = await collect(open, known, ports, control);
    for (const { name } of open) await removeShard(store, shardObject(queue, name));
  }
  return known.ports();
}

/** Photos that are there, with their sizes; what is not is extraction's own to tell. */
async function submittable(
  photos: readonly PhotoFile[],
  { stat }: DistributionPorts,
  { signal }: RunControl,
): Promise<readonly TaskPhoto[]> {
  const look = async ({ path, name }: PhotoFile) => {
    const file = await stat(path);
    return { isCached: false, photo: file && { path, name, ...file } };
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

async function untilDone(runId: string, ports: DistributionPorts, control: RunControl): Promise<void> {
  const stop = new AbortController();
  const work = ports.work?.(stop.signal) ?? Promise.resolve();
  // What ends the work early ends the waiting too.
  const failed = work.then(() => new Promise<never>(() => undefined));
  try {
    await Promise.race([watchRun(runId, ports, control), failed]);
  } finally {
    stop.abort();
    await work.catch(() => undefined);
  }
}

async function watchRun(runId: string, ports: DistributionPorts, control: RunControl): Promise<void> {
  const tell = onceEach(ports.onNotice);
  let cachedCount: number | undefined;
  let lookedAfterMs = 0;
  const idleFor = idleClock();
  for (;;) {
    throwIfStopped(control.signal, runId);
    const counts = await patiently(() => ports.queue.counts(runId), tell);
    if (counts !== undefined) {
      cachedCount ??= counts.done.photos;
      report(counts, cachedCount, control);
      if (counts.waiting.shards + counts.active.shards === 0)
        return await assertNoneFailed(runId, counts, ports);
      const idleForMs = idleFor(counts);
      if (performance.now() - lookedAfterMs > 1000 * BEAT_SECONDS) {
        lookedAfterMs = performance.now();
        await patiently(() => lookAfter(ports, tell, idleForMs), tell);
      }
    }
    await pause(ports.pollMs ?? POLL_MS, control.signal);
  }
}

/** Tells how long nothing of a run has been in work, in ms, whenever its counts are known. */
function idleClock(): (counts: RunCounts) => number {
  let inWorkMs = performance.now();
  return ({ active }) => {
    const nowMs = performance.now();
    if (active.shards > 0) inWorkMs = nowMs;
    return nowMs - inWorkMs;
  };
}

/** Takes back what silent workers hold: perhaps no other worker lives that would. Tells why nothing may be going on. */
async function lookAfter(
  { queue, work, idleMs = IDLE_MS }: DistributionPorts,
  tell: (text: string) => void,
  idleForMs: number,
): Promise<void> {
  await queue.reap();
  if (work !== undefined) return;
  const workers = await queue.workers();
  if (!workers.some(({ isAlive }) => isAlive))
    tell(
      'No worker is alive. Start some, on any machine that sees the photos: quen worker --database URL --store URL',
    );
  else if (idleForMs > idleMs)
    tell(
      "Workers are alive, but none is at this run: they work for others, or leave it and said once why, where each prints. 'quen jobs' shows what they do.",
    );
}

/** A database that is away for a while is waited for. */
async function patiently<T>(ask: () => Promise<T>, tell: (text: string) => void): Promise<T | undefined> {
  try {
    return await ask();
  } catch (cause) {
    if (!isQuenError(cause, 'DATABASE_UNREACHABLE')) throw cause;
    tell(`${cause.message} Waiting for it.`);
    return undefined;
  }
}

function onceEach(tell: (text: string) => void): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (told.has(text)) return;
    told.add(text);
    tell(text);
  };
}

function report(counts: RunCounts, cachedCount: number, { onProgress }: RunControl): void {
  const { waiting, active, done, failed } = counts;
  const totalCount = waiting.photos + active.photos + done.photos + failed.photos;
  onProgress?.({ doneCount: done.photos, totalCount, cachedCount });
}

async function assertNoneFailed(
  runId: string,
  { failed }: RunCounts,
  { queue }: DistributionPorts,
): Promise<void> {
  if (failed.shards === 0) return;
  const [first] = await queue.dead(runId);
  throw new QuenError(
    'JOBS_FAILED',
    `${failed.shards} shards of the run ${runId} were given up, of ${failed.photos} photos. The first: ${first?.reason ?? 'unknown'} 'quen jobs' has the reason of each; mend it and run the same command again: only these are done anew.`,
  );
}

/** @returns shards that are not there, or are damaged */
async function collect(
  shards: readonly PlannedShard[],
  known: KnownResults,
  { store, wayQueue, stamp }: DistributionPorts,
  { signal }: RunControl,
): Promise<readonly PlannedShard[]> {
  const lacking: PlannedShard[] = [];
  for (const shard of shards) {
    throwIfAborted(signal);
    const read = await readWhole(store, shardObject(wayQueue, shard.name), stamp);
    if (read === undefined || read.records.length !== shard.photos.length) lacking.push(shard);
    else addAll(known, shard.photos, read.records);
  }
  return lacking;
}

function addAll(known: KnownResults, photos: readonly TaskPhoto[], records: readonly PhotoRecord[]): void {
  for (const [place, photo] of photos.entries()) known.add(photo.path, records[place] as PhotoRecord);
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

function throwIfStopped(signal: AbortSignal | undefined, runId: string): void {
  if (!signal?.aborted) return;
  throw new QuenError(
    'ABORTED',
    `Stopped on request. Workers go on with the run ${runId}: run the same command to wait for it again, or end it with 'quen jobs remove ${runId}'.`,
  );
}
