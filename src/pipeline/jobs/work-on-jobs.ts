import { isQuenError, QuenError } from '../../core/errors.ts';
import type { ExtractionPorts } from '../../core/ports.ts';
import { BEAT_SECONDS, type JobQueue, type Lease, type WorkerState } from '../../jobs/job-queue.ts';
import type { ObjectStore } from '../../jobs/object-store.ts';
import type { PhotoRoot } from '../../jobs/photo-roots.ts';
import { decodeTask } from '../../jobs/shard-task.ts';
import { manifestName } from '../../jobs/shards/object-names.ts';
import { sealShard } from '../../jobs/shards/seal-shard.ts';
import type { ShardStamp } from '../../jobs/shards/shard.ts';
import { shardObject, taskObject } from '../../jobs/store-places.ts';
import { afterDeath, readNotes } from '../../jobs/suspects.ts';
import { pause } from './pause.ts';
import { workOnShard } from './work-on-shard.ts';
import { type WorkPace, workPace } from './work-pace.ts';

/** Extraction as a way wants it, or why this worker cannot work in it. */
export type Prepared =
  | { readonly kind: 'ready'; readonly ports: ExtractionPorts; readonly stamp: ShardStamp }
  | { readonly kind: 'refused'; readonly reason: string };

/** What a worker needs from outside. */
export interface WorkerPorts {
  readonly queue: JobQueue;
  readonly store: ObjectStore;
  /** Opens the extraction of a way, given as JSON, or the one that is open. */
  prepare(way: string): Promise<Prepared>;
  readonly roots: readonly PhotoRoot[];
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
}

const POLL_MS = 1000;
const LONGEST_WAIT_SECONDS = 60;
/** A way is asked for again after so long: what was amiss here may be mended. */
const REFUSAL_MS = 60_000;

/** Works on shards, one after the other, until it is stopped. A fault of the surroundings is waited out; a fault of a shard is its own. */
export async function workOnJobs(ports: WorkerPorts, terms: WorkerTerms): Promise<void> {
  const { queue } = ports;
  const { stop, worker } = terms;
  const pace = workPace();
  const place: Place = { lease: undefined, abort: undefined, doing: 'waits for shards' };
  const heart = startHeart(ports, terms, { pace, place });
  const refusals = new Map<string, Refusal>();
  let waitSeconds = 0;
  try {
    while (!stop.aborted) {
      try {
        const found = await nextShard(ports, worker.id, refusals);
        if (found === undefined) await pause(POLL_MS, stop);
        else await workOnLease(ports, { terms, pace, place, refusals, ...found });
        waitSeconds = 0;
      } catch (cause) {
        waitSeconds = Math.min(LONGEST_WAIT_SECONDS, Math.max(1, 2 * waitSeconds));
        const reason = describe(cause);
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

/** What a worker is at. */
interface Place {
  lease: Lease | undefined;
  abort: AbortController | undefined;
  doing: string;
}

interface Refusal {
  readonly reason: string;
  readonly untilMs: number;
}

type Ready = Extract<Prepared, { kind: 'ready' }>;

async function nextShard(
  ports: WorkerPorts,
  workerId: string,
  refusals: Map<string, Refusal>,
): Promise<{ readonly lease: Lease; readonly prepared: Ready } | undefined> {
  for (const [queue, way] of await ports.queue.waiting()) {
    const refusal = refusals.get(queue);
    if (refusal !== undefined && performance.now() < refusal.untilMs) continue;
    const prepared = await ports.prepare(way);
    if (prepared.kind === 'refused') {
      refuse(ports, refusals, { queue, reason: prepared.reason });
      continue;
    }
    const lease = await ports.queue.fetch(queue, workerId);
    if (lease !== undefined) return { lease, prepared };
  }
  return undefined;
}

/** The same reason is told once. */
function refuse(
  ports: WorkerPorts,
  refusals: Map<string, Refusal>,
  { queue, reason }: { readonly queue: string; readonly reason: string },
): void {
  const isNew = refusals.get(queue)?.reason !== reason;
  refusals.set(queue, { reason, untilMs: performance.now() + REFUSAL_MS });
  if (isNew) ports.onEvent({ kind: 'refused', queue, reason });
}

interface Leased {
  readonly terms: WorkerTerms;
  readonly pace: WorkPace;
  readonly place: Place;
  readonly refusals: Map<string, Refusal>;
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
    await ports.queue.complete(lease);
    ports.onEvent({ kind: 'finished', shard, photoCount, seconds: pace.secondsSpent() });
  } catch (cause) {
    await endLease(ports, leased, cause);
  } finally {
    terms.stop.removeEventListener('abort', stop);
    Object.assign(place, { lease: undefined, abort: undefined, doing: 'waits for shards' });
    pace.end();
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
    const reason = describe(cause);
    await ports.queue.fail(lease, reason);
    return ports.onEvent({ kind: 'failed', shard, reason });
  }
  // Where the database is away, the lease ends by itself.
  await ports.queue.giveBack(lease).catch(() => undefined);
  ports.onEvent({ kind: 'given-back', shard });
  if (isQuenError(cause, 'PHOTOS_UNREACHABLE')) refuse(ports, refusals, { queue, reason: cause.message });
  else if (!isQuenError(cause, 'ABORTED')) throw cause;
}

/** @returns how many photos it has; none where it was there already */
async function makeShard(
  { queue, store, roots }: WorkerPorts,
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
    roots,
    notes: lease.lastEnd === 'died' ? afterDeath(kept) : kept,
    note: (notes) => queue.note(lease, notes),
    onPhoto: () => pace.count(),
    signal,
  });
  await sealShard(store, object, records, prepared.stamp);
  return photos.length;
}

function startHeart(
  ports: WorkerPorts,
  { worker, photoTimeoutSeconds }: WorkerTerms,
  { pace, place }: { readonly pace: WorkPace; readonly place: Place },
): { stop(): Promise<void> } {
  let last = Promise.resolve();
  let isBeating = false;
  const beat = async (): Promise<void> => {
    const { lease, abort, doing } = place;
    const state = {
      ...worker,
      doing,
      photoCount: pace.photoCount(),
      photosPerSecond: pace.photosPerSecond(),
    };
    if (pace.secondsSilent() > photoTimeoutSeconds) ports.onStuck?.();
    const isHeld = await ports.queue.beat(state, lease);
    if (!isHeld) abort?.abort();
    await ports.queue.reap();
  };
  const tick = (): void => {
    if (isBeating) return;
    isBeating = true;
    // A database that is away is told by the work that needs it.
    last = beat()
      .catch(() => undefined)
      .finally(() => {
        isBeating = false;
      });
  };
  const timer = setInterval(tick, 1000 * BEAT_SECONDS);
  tick();
  return {
    stop: async () => {
      clearInterval(timer);
      await last;
    },
  };
}

/** Faults that another shard would meet here too, and the same shard elsewhere would not. */
function isSurroundings(cause: unknown): cause is QuenError {
  return isQuenError(cause) && /^(OUTPUT_|STORE_|DATABASE_|PHOTOS_UNREACHABLE)/.test(cause.code);
}

function describe(cause: unknown): string {
  if (isQuenError(cause)) return `${cause.code}: ${cause.message}`;
  return cause instanceof Error ? cause.message : String(cause);
}
