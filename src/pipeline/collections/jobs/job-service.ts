import type { JobStore } from '../../../collections/job-store.ts';
import type { CollectionService } from '../change-people.ts';
import type { JobWatch } from './job-watch.ts';

/** The service of collections with its jobs. */
export interface JobService extends CollectionService {
  readonly jobs: JobStore;
  readonly jobWatch: JobWatch;
  /** Id of the folder that files of photos are in. */
  readonly home: string;
  /** The most that may wait in all jobs. */
  readonly backlogLimit: { readonly photoCount: number; readonly byteCount: number };
}
