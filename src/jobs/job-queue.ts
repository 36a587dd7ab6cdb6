/** A shard that is to be done. */
export interface QueuedShard {
  /** 32 hexadecimal digits; a shard of a name is in a queue at most once. */
  readonly name: string;
  readonly photoCount: number;
  /** Its result is there already: it counts as done and nobody gets it. */
  readonly isDone: boolean;
}

/** The shards of one command. */
export interface SubmittedRun {
  /** Hangs on the shards alone, so that the same command joins its own run. */
  readonly id: string;
  /** One for each way of working, see `Way`. */
  readonly queue: string;
  /** The way, as JSON. */
  readonly way: string;
  /** What people call it by. */
  readonly label: string;
  readonly shards: readonly QueuedShard[];
}

/** How one try at a shard ended. */
export type TryEnd = 'done' | 'failed' | 'died' | 'given-back';

/** The right to work on a shard, for as long as the worker is heard of. */
export interface Lease {
  readonly queue: string;
  readonly shard: string;
  /** Of this try alone. */
  readonly tryId: string;
  /** How the last try at the shard ended, if there was one. */
  readonly lastEnd: TryEnd | undefined;
  /** What was noted last, as `JobQueue.note` got it. */
  readonly notes: unknown;
}

/** What a worker tells of itself at every beat. */
export interface WorkerState {
  /** Of this process alone. */
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** Of Quen. */
  readonly version: string;
  /** What it does, in a few words. */
  readonly doing: string;
  /** Photos finished since it began. */
  readonly photoCount: number;
  /** Photos a second of the last while. */
  readonly photosPerSecond: number;
}

/** Shards and photos of a run by state. */
export interface RunCounts {
  readonly waiting: Tally;
  readonly active: Tally;
  readonly done: Tally;
  readonly failed: Tally;
}

/** How many shards, and photos in them. */
export interface Tally {
  readonly shards: number;
  readonly photos: number;
}

/** A shard that was given up. */
export interface DeadLetter {
  readonly shard: string;
  readonly reason: string;
  readonly tryCount: number;
}

/** A run as it stands. */
export interface RunStatus {
  readonly id: string;
  readonly label: string;
  readonly submittedAt: string;
  readonly counts: RunCounts;
  /** Tries that did not end well and were followed by another, by how they ended. */
  readonly retries: Readonly<Record<'failed' | 'died', number>>;
  /** Photos done by workers, over the time from the first try to the last end, or till now; 0 where none is done. */
  readonly photosPerSecond: number;
  readonly dead: readonly DeadLetter[];
}

/** A worker that is known of. */
export interface KnownWorker extends WorkerState {
  /** Seconds since it was last heard of. */
  readonly silentSeconds: number;
  readonly isAlive: boolean;
}

/**
 * Shards to be worked on, shared by many processes. Every shard is done at least once; two at once only where a worker is taken for
 * dead and is not. Throws `DATABASE_*`.
 */
export interface JobQueue extends AsyncDisposable {
  /** Puts shards in that are not there. Those given up are tried again; the same run again changes nothing. */
  submit(run: SubmittedRun): Promise<void>;
  /** Ways that have shards waiting, as JSON, by queue. */
  waiting(): Promise<ReadonlyMap<string, string>>;
  /** The next shard, which is this worker's until it is silent for {@link LEASE_SECONDS}. */
  fetch(queue: string, workerId: string): Promise<Lease | undefined>;
  /** Tells that a worker lives, and keeps its lease. @returns whether the lease is still its own; true without one */
  beat(worker: WorkerState, lease?: Lease): Promise<boolean>;
  /** Takes back shards of workers that are silent. @returns how many */
  reap(): Promise<number>;
  /** Writes down what the next worker should know should this one die. */
  note(lease: Lease, notes: unknown): Promise<void>;
  /** The result is in the store. True even of a lease that was lost. */
  complete(lease: Lease): Promise<void>;
  /** Counts as a try; after the third the shard is given up. */
  fail(lease: Lease, reason: string): Promise<void>;
  /** Counts as no try: another worker may have it at once. */
  giveBack(lease: Lease): Promise<void>;
  /** A worker that ends in order. */
  leave(workerId: string): Promise<void>;
  /** Throws `NOT_FOUND`. */
  counts(runId: string): Promise<RunCounts>;
  /** Shards given up. */
  dead(runId: string): Promise<readonly DeadLetter[]>;
  /** All runs, the latest first. */
  runs(): Promise<readonly RunStatus[]>;
  workers(): Promise<readonly KnownWorker[]>;
  /** Tries shards that were given up once more. @returns how many. Throws `NOT_FOUND` */
  retry(runId: string): Promise<number>;
  /** Forgets a run, with all of its shards that no other run wants. @returns the names of those. Throws `NOT_FOUND` */
  remove(runId: string): Promise<readonly RemovedShard[]>;
}

/** A shard that nobody wants any more. */
export interface RemovedShard {
  readonly queue: string;
  readonly name: string;
}

/** A worker that is silent for so long is taken for dead. */
export const LEASE_SECONDS = 15;
/** How often a worker is to be heard of. */
export const BEAT_SECONDS = 3;
