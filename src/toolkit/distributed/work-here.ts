import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Prepared, type WorkerPorts, workOnJobs } from '../../pipeline/jobs/work/work-on-jobs.ts';
import { version } from '../../version.ts';
import { isThere } from './stat-file.ts';

/** Seconds of work that are finished after a stop. */
export const GRACE_SECONDS = 20;

/** Who works in this process. */
export function thisWorker(): { id: string; host: string; pid: number; version: string } {
  return { id: randomUUID(), host: hostname(), pid: process.pid, version };
}

/** What the submitter's own process works with. */
export interface OwnParts extends Pick<WorkerPorts, 'queue' | 'store'> {
  /** The only way that is worked in, as JSON. */
  readonly way: string;
  readonly ready: Extract<Prepared, { kind: 'ready' }>;
}

/** Works on the submitter's own shards in its own process until it is stopped; shards of other ways wait for others. */
export async function workHere({ queue, store, way, ready }: OwnParts, stop: AbortSignal): Promise<void> {
  const ports: WorkerPorts = {
    ...{ queue, store, roots: [], isThere },
    prepare: async (wanted) =>
      wanted === way ? ready : { kind: 'refused', reason: 'it is not of the command that runs here' },
    onEvent: () => undefined,
  };
  const photoTimeoutSeconds = Number.POSITIVE_INFINITY;
  await workOnJobs(ports, { worker: thisWorker(), stop, graceSeconds: 0, photoTimeoutSeconds });
}
