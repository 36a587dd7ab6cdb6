import type { KnownWorker, RunStatus, Tally } from '../jobs/job-queue.ts';
import type { JobsStatus } from '../toolkit/distributed/jobs.ts';
import { counted } from './counted.ts';

/** Reasons shown of each run; the others are in the JSON. */
const REASONS_SHOWN = 5;

/** What `quen jobs` prints. */
export function jobsText({ runs, workers }: JobsStatus): string {
  const lines = [
    ...(runs.length === 0 ? ['No distributed runs'] : runs.flatMap(runLines)),
    ...(runs.length > 1 ? [totalLine(runs)] : []),
    ...workerLines(workers),
  ];
  return `${lines.join('\n')}\n`;
}

function runLines({ id, label, submittedAt, counts, retries, photosPerSecond, dead }: RunStatus): string[] {
  const { done, waiting, active, failed } = counts;
  const all = sum([done, waiting, active, failed]);
  const rate = photosPerSecond > 0 ? `, ${photosPerSecond.toFixed(1)} photos a second` : '';
  const tries = retries.died + retries.failed;
  const ended =
    tries === 0
      ? ''
      : `, ${counted(retries.died, 'worker')} died, ${counted(retries.failed, 'try', 'tries')} failed`;
  return [
    `${id}  ${label}  ${submittedAt}`,
    `  ${done.shards} of ${counted(all.shards, 'shard')} done (${done.photos} of ${counted(all.photos, 'photo')}), ${active.shards} in work, ${waiting.shards} waiting, ${failed.shards} given up${rate}${ended}`,
    ...dead
      .slice(0, REASONS_SHOWN)
      .map(
        ({ shard, reason, tryCount }) =>
          `  given up: ${shard} after ${counted(tryCount, 'try', 'tries')}: ${reason}`,
      ),
    ...(dead.length > REASONS_SHOWN ? [`  and ${dead.length - REASONS_SHOWN} more, see --json`] : []),
  ];
}

function totalLine(runs: readonly RunStatus[]): string {
  const of = (state: keyof RunStatus['counts']): Tally => sum(runs.map(({ counts }) => counts[state]));
  return `In all: ${of('done').shards} shards done, ${of('active').shards} in work, ${of('waiting').shards} waiting, ${of('failed').shards} given up`;
}

function workerLines(workers: readonly KnownWorker[]): string[] {
  const alive = workers.filter(({ isAlive }) => isAlive);
  const rate = alive.reduce((total, { photosPerSecond }) => total + photosPerSecond, 0);
  return [
    `${counted(alive.length, 'worker')} alive, ${rate.toFixed(1)} photos a second`,
    ...workers.map(
      ({ host, pid, version, doing, photosPerSecond, photoCount, isAlive, silentSeconds }) =>
        `  ${host}:${pid} (Quen ${version}) ${isAlive ? doing : `was last heard of ${Math.round(silentSeconds)} s ago`}, ${photosPerSecond.toFixed(1)} photos a second, ${counted(photoCount, 'photo')} done`,
    ),
  ];
}

function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, { shards, photos }) => ({ shards: total.shards + shards, photos: total.photos + photos }),
    { shards: 0, photos: 0 },
  );
}
