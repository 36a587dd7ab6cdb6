import { isQuenError, QuenError } from '../../../core/errors.ts';
import type { FaceWork, MeasurePorts, ViewPorts } from '../../../core/ports.ts';
import type { JobQueue, Lease, WorkerState } from '../../../jobs/job-queue.ts';
import type { ObjectStore } from '../../../jobs/object-store.ts';
import type { PhotoRoot } from '../../../jobs/photo-roots.ts';
import { decodeTask } from '../../../jobs/shard-task.ts';
import { manifestName } from '../../../jobs/shards/object-names.ts';
import { sealShard } from '../../../jobs/shards/seal-shard.ts';
import type { ShardStamp } from '../../../jobs/shards/shard.ts';
import { shardObject, taskObject } from '../../../jobs/store-places.ts';
import { afterDeath, readNotes } from '../../../jobs/suspects.ts';
import { pause } from '../pause.ts';
import { type Place, startHeart } from './heart.ts';
import { type Refusals, refusedWays } from './refusals.ts';
import { describeFault, isSurroundings } from './surroundings.ts';
import { workOnShard } from './work-on-shard.ts';
import { type WorkPace, workPace } from './work-pace.ts';

/** Extraction as a way wants it, or why this worker cannot work in it. */
export type Prepared =
  | {
      readonly kind: 'ready';
      readonly ports: ViewPorts;
      readonly measuring: MeasurePorts;
      readonly stamp: ShardStamp;
      /** What the way wants of faces that were found; absent where it wants the faces. */
      readonly wants?: FaceWork;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** What a worker needs from outside. */
export interface WorkerPorts {
  readonly queue: JobQueue;
  readonly store: ObjectStore;
  /** Opens the extraction of a way, given as JSON, or the one that is open. */
  prepare(way: string): Promise<Prepared>;
  readonly roots: readonly PhotoRoot[];
  /** Whether there is a file on this machine, which can perhaps not be read. */
  isThere(path: string): Promise<boolean>;
  onEvent(event: WorkerEvent): void;
  /** Called where no photo was finished for longer than a photo may take; what hangs cannot be stopped from within. */
  onStuck?(): void;
}

/** What happened, to be told. */
export type WorkerEvent =
  | { readonly kind: 'refused'; readonly queue: string; readonly reason: string }
  | {
      readonly kind: 'finished';
      readonly shard: string;
      readonly photoCount: number;
      readonly seconds: number;
    }
  | { readonly kind: 'given-back' | 'lost'; readonly shard: string }
  | { readonly kind: 'failed'; readonly shard: string; readonly reason: string }
  | { readonly kind: 'waits'; readonly reason: string; readonly seconds: number };

/** Who works, and for how long. */
export interface WorkerTerms {
  readonly worker: Pick<WorkerState, 'id' | 'host' | 'pid' | 'version'>;
  /** Ends the work: a shard that is nearly done is finished, another given back. */
  readonly stop: AbortSignal;
  /** At most so much work is finished after a stop. */
  readonly graceSeconds: number;
  /** See {@link WorkerPorts.onStuck}. */
  readonly photoTimeoutSeconds: number;
  /** How often an idle worker asks for shards; a second if absent. */
  readonly pollMs?: number;
}

const POLL_MS = 1000;
const LONGEST_WAIT_SECONDS = 15;

/** Works on shards, one after the other, until it is stopped. A fault of the surroundings is waited out; a fault of a shard is its own. */
export async function workOnJobs(ports: WorkerPorts, terms: WorkerTerms): Promise<void> {
  const { queue } = ports;
  const { stop, worker, pollMs = POLL_MS } = terms;
  const pace = workPace();
  const place: Place = { lease: undefined, abort: undefined, doing: 'waits for shards' };
  const { photoTimeoutSeconds } = terms;
  const { onStuck } = ports;
  const heart = startHeart({ queue, worker, pace, place, photoTimeoutSeconds, ...(onStuck && { onStuck }) });
  const refusals = refusedWays();
  let waitSeconds = 0;
  try {
    while (!stop.aborted) {
      try {
        const found = await nextShard(ports, worker.id, refusals);
        if (found === undefined) await pause(pollMs, stop);
        else await workOnLease(ports, { terms, pace, place, refusals, ...found });
        waitSeconds = 0;
      } catch (cause) {
        waitSeconds = Math.min(LONGEST_WAIT_SECONDS, Math.max(1, 2 * waitSeconds));
        const reason = describeFault(cause);
        place.doing = `waits: ${reason}`;
        ports.onEvent({ kind: 'waits', reason, seconds: waitSeconds });
        await pause(1000 * waitSeconds, stop);
      }
    }
  } finally {
    await heart.stop();
    await queue.leave(worker.id).catch(() => undefined);
  }
}

type Ready = Extract<Prepared, { kind: 'ready' }>;

async function nextShard(
  ports: WorkerPorts,
  workerId: string,
  refusals: Refusals,
): Promise<{ readonly lease: Lease; readonly prepared: Ready } | undefined> {
  for (const [queue, way] of await ports.queue.waiting()) {
    if (refusals.has(queue)) continue;
    const prepared = await ports.prepare(way);
    if (prepared.kind === 'refused') {
      const { reason } = prepared;
      if (refusals.add(queue, reason)) ports.onEvent({ kind: 'refused', queue, reason });
      continue;
    }
    const lease = await ports.queue.fetch(queue, workerId);
    if (lease !== undefined) return { lease, prepared };
  }
  return undefined;
}

interface Leased {
  readonly terms: WorkerTerms;
  readonly pace: WorkPace;
  readonly place: Place;
  readonly refusals: Refusals;
  readonly lease: Lease;
  readonly prepared: Ready;
}

async function workOnLease(ports: WorkerPorts, leased: Leased): Promise<void> {
  const { lease, place, pace, terms } = leased;
  const { shard } = lease;
  const abort = new AbortController();
  Object.assign(place, { lease, abort, doing: `works on ${shard.slice(0, 8)}` });
  const stop = (): void => {
    if (pace.secondsLeft() > terms.graceSeconds) abort.abort();
  };
  terms.stop.addEventListener('abort', stop);
  try {
    const photoCount = await makeShard(ports, leased, abort.signal);
    // No photo is in work any more, however long the rest takes.
    pace.end();
    await completePatiently(ports, lease, terms.stop);
    ports.onEvent({ kind: 'finished', shard, photoCount, seconds: pace.secondsSpent() });
  } catch (cause) {
    await endLease(ports, leased, cause);
  } finally {
    terms.stop.removeEventListener('abort', stop);
    Object.assign(place, { lease: undefined, abort: undefined, doing: 'waits for shards' });
    pace.end();
  }
}

/** The result is in the store: a database that is away is waited for, while beats keep the lease or it is lost without harm. */
async function completePatiently(ports: WorkerPorts, lease: Lease, stop: AbortSignal): Promise<void> {
  for (let seconds = 1; ; seconds = Math.min(LONGEST_WAIT_SECONDS, 2 * seconds)) {
    try {
      return await ports.queue.complete(lease);
    } catch (cause) {
      if (!isQuenError(cause, 'DATABASE_UNREACHABLE') || stop.aborted) throw cause;
      ports.onEvent({ kind: 'waits', reason: describeFault(cause), seconds });
      await pause(1000 * seconds, stop);
    }
  }
}

/** A shard that was not finished is given back where it or its photos are not at fault; rethrows faults that are to be waited out. */
async function endLease(
  ports: WorkerPorts,
  { lease, terms, refusals }: Leased,
  cause: unknown,
): Promise<void> {
  const { shard, queue } = lease;
  const isLost = isQuenError(cause, 'ABORTED') && !terms.stop.aborted;
  if (isLost) return ports.onEvent({ kind: 'lost', shard });
  if (!isQuenError(cause, 'ABORTED') && !isSurroundings(cause)) {
    const reason = describeFault(cause);
    await ports.queue.fail(lease, reason);
    return ports.onEvent({ kind: 'failed', shard, reason });
  }
  // Where the database is away, the lease ends by itself.
  await ports.queue.giveBack(lease).catch(() => undefined);
  ports.onEvent({ kind: 'given-back', shard });
  if (isQuenError(cause, 'PHOTOS_UNREACHABLE')) {
    const reason = cause.message;
    if (refusals.add(queue, reason)) ports.onEvent({ kind: 'refused', queue, reason });
  } else if (!isQuenError(cause, 'ABORTED')) throw cause;
}

/** @returns how many photos it has; none where it was there already */
async function makeShard(
  { queue, store, roots, isThere }: WorkerPorts,
  { lease, prepared, pace }: Leased,
  signal: AbortSignal,
): Promise<number> {
  const object = shardObject(lease.queue, lease.shard);
  if ((await store.get(manifestName(object))) !== undefined) return 0;
  const task = await store.get(taskObject(lease.queue, lease.shard));
  if (task === undefined)
    throw new QuenError('SHARD_DAMAGED', 'The task of the shard is not in the store. Submit the run again.');
  const photos = decodeTask(task, lease.shard);
  const kept = readNotes(lease.notes);
  pace.begin(photos.length);
  const records = await workOnShard({
    photos,
    ports: prepared.ports,
    measuring: prepared.measuring,
    ...(prepared.wants && { wants: prepared.wants }),
    ...{ roots, isThere },
    notes: lease.lastEnd === 'died' ? afterDeath(kept) : kept,
    note: (notes) => queue.note(lease, notes),
    onPhoto: () => pace.count(),
    signal,
  });
  await sealShard(store, object, records, prepared.stamp);
  return photos.length;
}
