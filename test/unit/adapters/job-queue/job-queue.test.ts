import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../../src/adapters/database/database.ts';
import { openJobQueue } from '../../../../src/adapters/job-queue/job-queue.ts';
import type { JobQueue, QueuedShard, SubmittedRun, WorkerState } from '../../../../src/jobs/job-queue.ts';
import { onBothDatabases } from '../../../support/databases.ts';

const WORKER: WorkerState = {
  id: 'w1',
  host: 'here',
  pid: 7,
  version: '0.1.0',
  doing: 'a shard',
  photoCount: 3,
  photosPerSecond: 1.5,
};

/** A run of its own queue, so that tests do not see each other's shards. */
let runCount = 0;
function madeRun(shardCount: number, change: Partial<QueuedShard> = {}): SubmittedRun {
  const id = `run${runCount++}`;
  const shards = Array.from({ length: shardCount }, (_, index) => ({
    name: `${runCount}${index}`.padStart(32, 'a'),
    photoCount: 10,
    isDone: false,
    ...change,
  }));
  return { id, queue: `extract-${id}`, way: `{"of":"${id}"}`, label: 'identify', shards };
}

onBothDatabases((database) => {
  let queue: JobQueue;
  beforeAll(async () => {
    queue = await openJobQueue(database(), { leaseSeconds: 0.2 });
  });
  const taken = async ({ queue: name }: SubmittedRun, worker = 'w1') => {
    const lease = await queue.fetch(name, worker);
    if (lease === undefined) throw new Error('No shard was handed out.');
    return lease;
  };

  describe('submit', () => {
    it('puts each shard in once, however often it is submitted', async () => {
      const run = madeRun(2);
      await queue.submit(run);
      await queue.submit(run);
      expect((await queue.counts(run.id)).waiting).toEqual({ shards: 2, photos: 20 });
    });

    it('hands out no shard whose result is there, and counts it as done', async () => {
      const run = madeRun(2, { isDone: true });
      await queue.submit(run);
      expect(await queue.fetch(run.queue, 'w1')).toBeUndefined();
      expect((await queue.counts(run.id)).done.shards).toBe(2);
    });

    it('puts a shard in again that was done and whose result is gone', async () => {
      const run = madeRun(1);
      await queue.submit(run);
      await queue.complete(await taken(run));
      await queue.submit(run);
      expect((await queue.counts(run.id)).waiting.shards).toBe(1);
    });

    it('tells the way of what is waiting, and of nothing that is done', async () => {
      const run = madeRun(1);
      await queue.submit(run);
      expect((await queue.waiting()).get(run.queue)).toBe(run.way);
      await queue.complete(await taken(run));
      expect((await queue.waiting()).has(run.queue)).toBe(false);
    });
  });

  describe('fetch', () => {
    it('gives a shard to one worker alone', async () => {
      const run = madeRun(3);
      await queue.submit(run);
      const leases = await Promise.all(['a', 'b', 'c', 'd'].map((id) => queue.fetch(run.queue, id)));
      const names = leases.flatMap((lease) => lease?.shard ?? []);
      expect(names.sort()).toEqual(run.shards.map(({ name }) => name).sort());
    });
  });

  describe('a worker that is silent', () => {
    const silence = (db: Database, shard: string) =>
      db.query(
        "update quen_jobs.leases set seen_at = now() - interval '20 s' where replace(shard::text, '-', '') = $1",
        [shard],
      );

    it('loses its shard to the next, who is told that it died and what it noted', async () => {
      const run = madeRun(1);
      await queue.submit(run);
      const lost = await taken(run);
      await queue.note(lost, { alone: 4 });
      await silence(database(), lost.shard);
      expect(await queue.reap()).toBeGreaterThan(0);
      expect(await queue.beat(WORKER, lost)).toBe(false);
      await soon(database(), run);
      const next = await taken(run, 'w2');
      expect(next).toMatchObject({ shard: lost.shard, lastEnd: 'died', notes: { alone: 4 } });
    });

    it('is done with the shard all the same when it comes back with the result', async () => {
      const run = madeRun(1);
      await queue.submit(run);
      const slow = await taken(run);
      await silence(database(), slow.shard);
      await queue.reap();
      await soon(database(), run);
      const second = await taken(run, 'w2');
      await queue.complete(slow);
      expect((await queue.counts(run.id)).done.shards).toBe(1);
      expect(await queue.beat(WORKER, second)).toBe(false);
    });
  });

  describe('a worker that beats', () => {
    it('keeps its shard and is among the living, with its rate', async () => {
      const run = madeRun(1);
      await queue.submit(run);
      const lease = await taken(run);
      expect(await queue.beat(WORKER, lease)).toBe(true);
      const { shard } = lease;
      await database().query(
        "update quen_jobs.leases set seen_at = now() + interval '1 h' where replace(shard::text, '-', '') = $1",
        [shard],
      );
      await queue.reap();
      expect(await queue.beat(WORKER, lease)).toBe(true);
      const [worker] = await queue.workers();
      expect(worker).toMatchObject({ ...WORKER, isAlive: true });
      await queue.leave(WORKER.id);
      expect(await queue.workers()).toEqual([]);
    });
  });

  describe('giveBack', () => {
    it('lets another worker have the shard at once, and counts as no try', async () => {
      const run = madeRun(1);
      await queue.submit(run);
      for (let i = 0; i < 40; i++) await queue.giveBack(await taken(run));
      expect((await taken(run)).lastEnd).toBe('given-back');
    });
  });

  describe('fail', () => {
    const failed = async (run: SubmittedRun): Promise<void> => {
      await soon(database(), run);
      await queue.fail(await taken(run), 'the network failed');
    };

    it('gives a shard up after the third time, with its reason', async () => {
      const run = madeRun(1);
      await queue.submit(run);
      await failed(run);
      await failed(run);
      expect((await queue.counts(run.id)).waiting.shards).toBe(1);
      await failed(run);
      expect((await queue.counts(run.id)).failed.shards).toBe(1);
      const [shard] = run.shards;
      expect(await queue.dead(run.id)).toEqual([
        { shard: shard?.name, reason: 'the network failed', tryCount: 3 },
      ]);
    });

    it('lets a shard be tried three times again on request', async () => {
      const run = madeRun(1);
      await queue.submit(run);
      for (let i = 0; i < 3; i++) await failed(run);
      expect(await queue.retry(run.id)).toBe(1);
      await failed(run);
      await failed(run);
      expect((await queue.counts(run.id)).waiting.shards).toBe(1);
    });
  });

  describe('runs', () => {
    it('tells of shards by state, and of tries that ended otherwise than well', async () => {
      const run = madeRun(3);
      await queue.submit(run);
      await queue.complete(await taken(run));
      await queue.fail(await taken(run), 'why not');
      const status = (await queue.runs()).find(({ id }) => id === run.id);
      expect(status?.retries).toEqual({ failed: 1, died: 0 });
      expect(status?.counts.done).toEqual({ shards: 1, photos: 10 });
      expect(status?.photosPerSecond).toBeGreaterThan(0);
    });
  });

  describe('remove', () => {
    it('forgets a run, ends its leases, and leaves a shard that another run wants', async () => {
      const [one, other] = [madeRun(2), madeRun(0)];
      const [first, second] = one.shards as [QueuedShard, QueuedShard];
      await queue.submit(one);
      await queue.submit({ ...one, id: other.id, shards: [first] });
      const leases = [await taken(one), await taken(one)];
      expect(await queue.remove(one.id)).toEqual([{ queue: one.queue, name: second.name }]);
      const held = await Promise.all(leases.map((lease) => queue.beat(WORKER, lease)));
      expect(held.filter(Boolean)).toHaveLength(1);
      await expect(queue.counts(one.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect((await queue.counts(other.id)).active.shards).toBe(1);
    });
  });
});

/** Skips the second that a shard waits before it is tried again. */
async function soon(database: Database, { queue }: SubmittedRun): Promise<void> {
  const longAgo = "now() - interval '1 second'";
  await database.query(`update quen_queue.job set start_after = ${longAgo} where name = $1`, [queue]);
}
