import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { QuenError } from '../../../../../src/core/errors.ts';
import type { ExtractionPorts, ViewPorts } from '../../../../../src/core/ports.ts';
import type { JobQueue } from '../../../../../src/jobs/job-queue.ts';
import type { ObjectStore } from '../../../../../src/jobs/object-store.ts';
import { extractPhotos } from '../../../../../src/pipeline/extract-photos.ts';
import { distributeExtraction } from '../../../../../src/pipeline/jobs/submit/distribute-extraction.ts';
import type { DistributionPorts } from '../../../../../src/pipeline/jobs/submit/distribution-ports.ts';
import { madeExtractionPorts, madePhotos } from '../../../../support/made-extraction-ports.ts';
import {
  awayOnce,
  deadlyPorts,
  distributionPorts,
  readyWith,
  startWorker,
} from '../../../../support/made-worker.ts';
import { memoryQueue } from '../../../../support/memory-queue.ts';
import { memoryStore } from '../../../../support/memory-store.ts';

const IDLE_WORKER = {
  ...{ id: '1', host: 'other', pid: 1, version: '0', doing: 'waits for shards' },
  ...{ photoCount: 0, photosPerSecond: 0, silentSeconds: 0, isAlive: true },
};
const NAMES = Array.from({ length: 25 }, (_, i) => `photo${i}${['', 'empty', 'bad', '', ''][i % 5]}`);

/** The submitter's own ports, which distribute. */
function submitterPorts(ports: DistributionPorts) {
  const own = madeExtractionPorts();
  const given: ExtractionPorts = {
    ...own,
    distribute: (photos, control) => distributeExtraction(photos, own, ports, control),
  };
  return { own, given };
}

describe('distributeExtraction', () => {
  it('gives what one process gives, though the submitter reads no photo and runs no network', async () => {
    const [queue, store] = [memoryQueue(), memoryStore()];
    startWorker(queue, store);
    const { own, given } = submitterPorts(distributionPorts(queue, store).ports);
    const far = await extractPhotos(madePhotos(NAMES), given);
    const near = await extractPhotos(madePhotos(NAMES), madeExtractionPorts());
    // Whether a photo was read just now is not part of what it gave.
    const found = far.photos.map(({ photo, sha256, extraction }) => ({ photo, sha256, extraction }));
    expect(near.photos).toMatchObject(found);
    expect(far.photos).toHaveLength(NAMES.length);
    expect(own.reads).toEqual([]);
    expect(own.extractedCount()).toBe(0);
  });

  it('works on no shard whose result is in the store', async () => {
    const store = memoryStore();
    const first = memoryQueue();
    startWorker(first, store);
    await extractPhotos(madePhotos(NAMES), submitterPorts(distributionPorts(first, store).ports).given);
    const again = memoryQueue();
    const { extraction } = startWorker(again, store);
    await extractPhotos(madePhotos(NAMES), submitterPorts(distributionPorts(again, store).ports).given);
    expect(again.endings).toEqual([]);
    expect(extraction.extractedCount()).toBe(0);
  });

  it('has a shard made anew that was damaged in the store', async () => {
    const [queue, store] = [memoryQueue(), memoryStore()];
    startWorker(queue, store);
    const { given } = submitterPorts(distributionPorts(queue, store).ports);
    const before = await extractPhotos(madePhotos(NAMES), given);
    const [victim] = [...store.objects.keys()].filter((name) => name.endsWith('.jsonl'));
    store.objects.set(victim as string, Uint8Array.of(1));
    const done = queue.endings.length;
    const { given: fresh, own } = submitterPorts(distributionPorts(queue, store).ports);
    const after = await extractPhotos(madePhotos(NAMES), fresh);
    expect(after.photos).toEqual(before.photos);
    expect(queue.endings.length).toBe(done + 1);
    expect(own.reads).toEqual([]);
  });

  it('reads itself what no worker could, and what is not there at all', async () => {
    const [queue, store] = [memoryQueue(), memoryStore()];
    const blind = madeExtractionPorts(({ name }) => {
      if (name === 'b') throw new QuenError('PHOTO_UNREADABLE', 'not mounted here');
    });
    startWorker(queue, store, {
      prepare: async () => readyWith(blind),
    });
    const { own, given } = submitterPorts(distributionPorts(queue, store).ports);
    const { photos } = await extractPhotos(madePhotos(['a', 'b', 'lost']), given);
    expect(photos.map(({ extraction }) => extraction.kind)).toEqual(['faces', 'faces', 'failed']);
    expect(own.reads.sort()).toEqual(['/photos/b', '/photos/lost']);
  });

  it('fails with the reason where a shard was given up', async () => {
    const [queue, store] = [memoryQueue(), memoryStore()];
    startWorker(queue, store);
    const { given } = submitterPorts(distributionPorts(queue, store).ports);
    await expect(extractPhotos(madePhotos(['faulty1', 'faulty2']), given)).rejects.toMatchObject({
      code: 'JOBS_FAILED',
      message: expect.stringMatching(/^1 shards.*made failed on every face/s),
    });
    expect(queue.endings.filter((ending) => ending.endsWith(':failed'))).toHaveLength(3);
  });

  it.each([
    ['no worker is alive', [], 'No worker is alive'],
    ['live workers leave the run alone', [IDLE_WORKER], 'none is at this run'],
  ])('tells once that %s, and waits', async (_, workers, told) => {
    const queue = { ...memoryQueue(), workers: async () => workers };
    const { ports, notices } = distributionPorts(queue, memoryStore());
    const stop = new AbortController();
    const { given } = submitterPorts({ ...ports, idleMs: 0 });
    const run = extractPhotos(madePhotos(['a']), given, { signal: stop.signal });
    await vi.waitFor(() => expect(notices).toEqual([expect.stringContaining(told)]), 9000);
    stop.abort();
    await expect(run).rejects.toMatchObject({
      code: 'ABORTED',
      message: expect.stringMatching(/quen jobs remove [0-9a-f]{12}/),
    });
  });

  it('waits for a database that is away', async () => {
    const [queue, store] = [memoryQueue(), memoryStore()];
    const flaky: JobQueue = { ...queue, counts: awayOnce(queue.counts) };
    startWorker(queue, store);
    const { ports, notices } = distributionPorts(flaky, store);
    const { photos } = await extractPhotos(madePhotos(['a']), submitterPorts(ports).given);
    expect(photos[0]?.extraction.kind).toBe('faces');
    expect(notices).toContain('It does not answer. Waiting for it.');
  });
});

describe('workOnJobs', () => {
  async function submitted(names: readonly string[]) {
    const [queue, store] = [memoryQueue(), memoryStore()];
    const { ports } = distributionPorts(queue, store);
    const stop = new AbortController();
    const run = extractPhotos(madePhotos(names), submitterPorts(ports).given, { signal: stop.signal });
    run.catch(() => undefined);
    onTestFinished(() => stop.abort());
    await vi.waitFor(async () => expect((await queue.waiting()).size).toBe(1));
    return { queue, store, run };
  }

  it('leaves a way that it cannot work in to others, and tells why once', async () => {
    const { queue, store, run } = await submitted(['a', 'b']);
    const refusing = startWorker(queue, store, {
      prepare: async () => ({ kind: 'refused', reason: 'another version' }),
    });
    await vi.waitFor(() =>
      expect(refusing.events).toEqual([
        { kind: 'refused', queue: 'extract-made', reason: 'another version' },
      ]),
    );
    expect(queue.endings).toEqual([]);
    startWorker(queue, store);
    await run;
    expect(refusing.events).toHaveLength(1);
  });

  it('gives a shard back, without a try, when the store fails, and waits', async () => {
    const { queue, store, run } = await submitted(['a', 'b']);
    let isFull = true;
    const full: ObjectStore = {
      ...store,
      put: async (name, bytes) => {
        if (isFull) {
          isFull = false;
          throw new QuenError('OUTPUT_FULL', 'The disk is full.');
        }
        await store.put(name, bytes);
      },
    };
    const { events } = startWorker(queue, full);
    await run;
    expect(queue.endings.map((ending) => ending.slice(5))).toEqual(['given-back', 'done']);
    expect(events).toContainEqual({ kind: 'waits', reason: 'OUTPUT_FULL: The disk is full.', seconds: 1 });
  });

  it('ends a shard that is in the store once the database is back, without doing it again', async () => {
    const { queue, store, run } = await submitted(['a', 'b']);
    const flaky: JobQueue = { ...queue, complete: awayOnce(queue.complete) };
    const { events, extraction } = startWorker(flaky, store);
    await run;
    expect(queue.endings.map((ending) => ending.slice(5))).toEqual(['done']);
    expect(extraction.extractedCount()).toBe(2);
    expect(events.map(({ kind }) => kind)).toEqual(['waits', 'finished']);
  });

  it('gives its shard back when it is stopped in the middle', async () => {
    const { queue, store } = await submitted(Array.from({ length: 5 }, (_, i) => `p${i}`));
    const slow = madeExtractionPorts();
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const ports: ViewPorts = {
      ...slow,
      read: async (photo) => {
        begin();
        await new Promise((resolve) => setTimeout(resolve, 20));
        return await slow.read(photo);
      },
    };
    const worker = startWorker(queue, store, {
      prepare: async () => readyWith(ports),
    });
    await begun;
    worker.stop.abort();
    await worker.ended;
    expect(queue.endings.map((ending) => ending.slice(5))).toEqual(['given-back']);
    expect(worker.events).toEqual([expect.objectContaining({ kind: 'given-back' })]);
  });

  it('isolates a photo that ends workers, and sets it aside after three deaths', async () => {
    const { queue, store, run } = await submitted(['a', 'killer', 'c']);
    const deadly = readyWith(deadlyPorts(queue));
    for (let deaths = 0; deaths < 3; deaths++) {
      const before = queue.endings.length;
      startWorker(queue, store, { prepare: async () => deadly }, 'hangs');
      await vi.waitFor(() => expect(queue.endings.length).toBe(before + 1), 3000);
    }
    startWorker(queue, store, { prepare: async () => deadly });
    const { photos } = await run;
    expect(photos.map(({ extraction }) => extraction.kind)).toEqual(['faces', 'failed', 'faces']);
    expect(photos[1]?.extraction).toMatchObject({ code: 'PHOTO_SET_ASIDE' });
    expect(queue.endings.map((ending) => ending.slice(5))).toEqual(['died', 'died', 'died', 'done']);
  });
});
