import type { JobQueue } from '../../../jobs/job-queue.ts';
import type { ObjectStore } from '../../../jobs/object-store.ts';
import type { TaskPhoto } from '../../../jobs/shard-task.ts';
import type { ShardStamp } from '../../../jobs/shards/shard.ts';

/** What the distribution of work on photos needs from outside. */
export interface DistributionPorts {
  readonly queue: JobQueue;
  readonly store: ObjectStore;
  /** Name of the way. */
  readonly wayQueue: string;
  /** The way, as JSON. */
  readonly way: string;
  readonly stamp: ShardStamp;
  readonly photosPerShard: number;
  /** What people call the run by. */
  readonly label: string;
  /** Size and time of a file; undefined where there is none. */
  stat(path: string): Promise<Pick<TaskPhoto, 'byteCount' | 'modifiedMs'> | undefined>;
  /** Tells people something, once. */
  onNotice(text: string): void;
  /** Works on shards within this process until it is stopped; absent where others do. */
  work?(stop: AbortSignal): Promise<void>;
  /** How often the queue is asked how far it is; half a second if absent. */
  readonly pollMs?: number;
  /** How long nothing of the run may be in work before that is told; half a minute if absent. */
  readonly idleMs?: number;
}
