import { onTestFinished } from 'vitest';
import { QuenError } from '../../src/core/errors.ts';
import type { FaceWork, ViewPorts } from '../../src/core/ports.ts';
import type { JobQueue } from '../../src/jobs/job-queue.ts';
import type { ObjectStore } from '../../src/jobs/object-store.ts';
import type { DistributionPorts } from '../../src/pipeline/jobs/submit/distribution-ports.ts';
import {
  type Prepared,
  type WorkerEvent,
  type WorkerPorts,
  workOnJobs,
} from '../../src/pipeline/jobs/work/work-on-jobs.ts';
import {
  MADE_STAMP,
  type MadeExtractionPorts,
  madeExtractionPorts,
  madeMeasuring,
} from './made-extraction-ports.ts';
import type { MemoryQueue } from './memory-queue.ts';

const WAY = '{"made":"way"}';

/** Extraction that is ready for faces, or for what is wanted of them. */
export function readyWith(ports: ViewPorts, wants?: FaceWork): Prepared {
  const stamp = wants?.kind === 'measures' ? { decides: 'measures', networks: [] } : MADE_STAMP;
  return { kind: 'ready', ports, measuring: madeMeasuring(ports), stamp, ...(wants && { wants }) };
}

/** A worker that works until the test is over; one that hangs is not waited for. */
export function startWorker(
  queue: JobQueue,
  store: ObjectStore,
  change: Partial<WorkerPorts> = {},
  ending: 'ends' | 'hangs' = 'ends',
) {
  const stop = new AbortController();
  const events: WorkerEvent[] = [];
  const extraction = madeExtractionPorts();
  const ports: WorkerPorts = {
    ...{ queue, store, roots: [], isThere: async (path) => !path.includes('lost') },
    prepare: async () => readyWith(extraction),
    onEvent: (event) => void events.push(event),
    ...change,
  };
  const ended = workOnJobs(ports, {
    worker: { id: 'w', host: 'here', pid: 1, version: '0' },
    ...{ stop: stop.signal, graceSeconds: 0, photoTimeoutSeconds: 100, pollMs: 5 },
  });
  onTestFinished(async () => {
    stop.abort();
    if (ending === 'ends') await ended;
  });
  return { events, extraction, stop, ended };
}

/** Extraction whose photo `killer` ends its worker: it is never read, and the lease is taken away. */
export function deadlyPorts(queue: MemoryQueue): MadeExtractionPorts {
  const ports = madeExtractionPorts();
  return {
    ...ports,
    read: async (photo) => {
      if (photo.name !== 'killer') return await ports.read(photo);
      setTimeout(() => queue.die(), 50);
      return await new Promise(() => undefined);
    },
  };
}

/** Asks a database that does not answer the first time. */
export function awayOnce<Asked extends unknown[], Answer>(
  ask: (...asked: Asked) => Promise<Answer>,
): (...asked: Asked) => Promise<Answer> {
  let isAway = true;
  return async (...asked) => {
    if (!isAway) return await ask(...asked);
    isAway = false;
    throw new QuenError('DATABASE_UNREACHABLE', 'It does not answer.');
  };
}

/** A submitter's ports, and what it tells people. */
export function distributionPorts(
  queue: JobQueue,
  store: ObjectStore,
  change: Partial<DistributionPorts> = {},
) {
  const notices: string[] = [];
  const ports: DistributionPorts = {
    ...{ queue, store, wayQueue: 'extract-made', way: WAY, stamp: MADE_STAMP, photosPerShard: 6 },
    ...{ label: 'test', pollMs: 5 },
    stat: async (path) => (path.includes('lost') ? undefined : { byteCount: path.length - 8, modifiedMs: 1 }),
    onNotice: (text) => void notices.push(text),
    ...change,
  };
  return { ports, notices };
}
