import { randomUUID } from 'node:crypto';
import { JobRunner } from '../../pipeline/collections/jobs/job-runner.ts';
import type { JobService } from '../../pipeline/collections/jobs/job-service.ts';
import type { ServicePorts } from '../../pipeline/collections/service-ports.ts';
import type { Bound } from './bounded.ts';

/** A job that a fault held up is tried again after this time. */
const PAUSE_MS = 30_000;

/** Jobs of an open service, which run from `start` on. */
export interface ServiceJobs extends AsyncDisposable {
  /** @param report takes faults that are the service's own. Throws `DATABASE_*` */
  start(report: (cause: unknown) => void): Promise<void>;
}

/** Has the photos of jobs worked on behind everything else. @param how `extract` refuses nothing for load */
export function serviceJobs(
  service: JobService,
  how: {
    readonly photos: Bound;
    readonly lanes: number;
    readonly extract: ServicePorts['extract'];
    readonly pauseMs?: number;
  },
): ServiceJobs {
  let runner: JobRunner | undefined;
  return {
    start: async (report) => {
      if (runner !== undefined) return;
      const { jobs, jobWatch, home, backlogLimit, live } = service;
      const ports = { ...service.ports, extract: how.extract };
      runner = new JobRunner(
        { ports, live, jobs, jobWatch, home, backlogLimit },
        {
          lanes: how.lanes,
          after: (work) => how.photos.runAfter(work),
          process: randomUUID(),
          report,
          pauseMs: how.pauseMs ?? PAUSE_MS,
        },
      );
      await runner.start();
    },
    async [Symbol.asyncDispose]() {
      await runner?.[Symbol.asyncDispose]();
    },
  };
}
