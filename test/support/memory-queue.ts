import type { JobQueue, Lease, SubmittedRun, TryEnd } from '../../src/jobs/job-queue.ts';

/** A queue in memory of which tests see what became of each shard, and whose workers they let die. */
export interface MemoryQueue extends JobQueue {
  /** How tries ended, in their order: `shard:ending`. */
  readonly endings: readonly string[];
  /** Reasons of shards that were given up. */
  readonly reasons: readonly string[];
  /** Makes the holder of every lease lose it, as if it had died. */
  die(): void;
}

interface Entry {
  state: 'waiting' | 'active' | 'done' | 'failed';
  readonly photoCount: number;
  lastEnd: TryEnd | undefined;
  notes: unknown;
  tryId: string;
  failures: number;
}

/** @param onFetch called with each lease that is handed out */
export function memoryQueue(onFetch: (lease: Lease) => void = () => undefined): MemoryQueue {
  const runs = new Map<string, SubmittedRun>();
  const entries = new Map<string, Entry>();
  const endings: string[] = [];
  const reasons: string[] = [];
  let nextTry = 0;
  const holds = ({ shard, tryId }: Lease): boolean => {
    const entry = entries.get(shard);
    return entry?.state === 'active' && entry.tryId === tryId;
  };
  const end = (shard: string, ending: TryEnd, state: Entry['state']): void => {
    endings.push(`${shard.slice(0, 4)}:${ending}`);
    Object.assign(entries.get(shard) as Entry, { lastEnd: ending, state });
  };
  const waitingOf = (queue: string): string | undefined =>
    [...runs.values()]
      .filter((run) => run.queue === queue)
      .flatMap(({ shards }) => shards)
      .find(({ name }) => entries.get(name)?.state === 'waiting')?.name;
  const tally = (run: SubmittedRun, state: Entry['state']) => {
    const some = run.shards.filter(({ name }) => entries.get(name)?.state === state);
    return { shards: some.length, photos: some.reduce((sum, { photoCount }) => sum + photoCount, 0) };
  };
  return {
    endings,
    reasons,
    die: () => {
      for (const [shard, { state }] of entries) if (state === 'active') end(shard, 'died', 'waiting');
    },
    submit: async (run) => {
      runs.set(run.id, run);
      for (const { name, photoCount, isDone } of run.shards) {
        const state = isDone ? 'done' : 'waiting';
        const known = entries.get(name);
        if (known?.state === 'active') continue;
        entries.set(name, {
          ...{ state, photoCount, lastEnd: known?.lastEnd, notes: known?.notes },
          ...{ tryId: '', failures: 0 },
        });
      }
    },
    waiting: async () => {
      const some = [...runs.values()].filter(({ queue }) => waitingOf(queue) !== undefined);
      return new Map(some.map(({ queue, way }) => [queue, way]));
    },
    fetch: async (queue) => {
      const shard = waitingOf(queue);
      if (shard === undefined) return undefined;
      const entry = entries.get(shard) as Entry;
      Object.assign(entry, { state: 'active', tryId: String(nextTry++) });
      const lease = { queue, shard, tryId: entry.tryId, lastEnd: entry.lastEnd, notes: entry.notes };
      onFetch(lease);
      return lease;
    },
    beat: async (_, lease) => lease === undefined || holds(lease),
    reap: async () => 0,
    note: async ({ shard }, notes) => {
      (entries.get(shard) as Entry).notes = notes;
    },
    complete: async ({ shard }) => end(shard, 'done', 'done'),
    fail: async (lease, reason) => {
      if (!holds(lease)) return;
      const entry = entries.get(lease.shard) as Entry;
      entry.failures += 1;
      if (entry.failures === 3) reasons.push(reason);
      end(lease.shard, 'failed', entry.failures === 3 ? 'failed' : 'waiting');
    },
    giveBack: async (lease) => {
      if (holds(lease)) end(lease.shard, 'given-back', 'waiting');
    },
    leave: async () => undefined,
    counts: async (id) => {
      const run = runs.get(id) as SubmittedRun;
      const of = (state: Entry['state']) => tally(run, state);
      return { waiting: of('waiting'), active: of('active'), done: of('done'), failed: of('failed') };
    },
    dead: async () => reasons.map((reason) => ({ shard: 'x', reason, tryCount: 3 })),
    runs: async () => [],
    workers: async () => [],
    retry: async () => 0,
    remove: async () => [],
    [Symbol.asyncDispose]: async () => undefined,
  };
}
