import { isQuenError, QuenError } from '../../../core/errors.ts';
import { BEAT_SECONDS, type RunCounts } from '../../../jobs/job-queue.ts';
import type { RunControl } from '../../in-turns.ts';
import { pause } from '../pause.ts';
import type { DistributionPorts } from './distribution-ports.ts';

const POLL_MS = 500;
const IDLE_MS = 30_000;

/** Waits until all shards of a run are done. Throws `JOBS_FAILED` where some were given up, `DATABASE_*` and `ABORTED`. */
export async function untilDone(runId: string, ports: DistributionPorts, control: RunControl): Promise<void> {
  const stop = new AbortController();
  const work = ports.work?.(stop.signal) ?? Promise.resolve();
  // What ends the work early ends the waiting too.
  const failed = work.then(() => new Promise<never>(() => undefined));
  try {
    await Promise.race([watchRun(runId, ports, control), failed]);
  } finally {
    stop.abort();
    await work.catch(() => undefined);
  }
}

async function watchRun(runId: string, ports: DistributionPorts, control: RunControl): Promise<void> {
  const tell = onceEach(ports.onNotice);
  let cachedCount: number | undefined;
  let lookedAfterMs = 0;
  const idleFor = idleClock();
  for (;;) {
    throwIfStopped(control.signal, runId);
    const counts = await patiently(() => ports.queue.counts(runId), tell);
    if (counts !== undefined) {
      cachedCount ??= counts.done.photos;
      report(counts, cachedCount, control);
      if (counts.waiting.shards + counts.active.shards === 0)
        return await assertNoneFailed(runId, counts, ports);
      const idleForMs = idleFor(counts);
      if (performance.now() - lookedAfterMs > 1000 * BEAT_SECONDS) {
        lookedAfterMs = performance.now();
        await patiently(() => lookAfter(ports, tell, idleForMs), tell);
      }
    }
    await pause(ports.pollMs ?? POLL_MS, control.signal);
  }
}

/** Tells how long nothing of a run has been in work, in ms, whenever its counts are known. */
function idleClock(): (counts: RunCounts) => number {
  let inWorkMs = performance.now();
  return ({ active }) => {
    const nowMs = performance.now();
    if (active.shards > 0) inWorkMs = nowMs;
    return nowMs - inWorkMs;
  };
}

/** Takes back what silent workers hold: perhaps no other worker lives that would. Tells why nothing may be going on. */
async function lookAfter(
  { queue, work, idleMs = IDLE_MS }: DistributionPorts,
  tell: (text: string) => void,
  idleForMs: number,
): Promise<void> {
  await queue.reap();
  if (work !== undefined) return;
  const workers = await queue.workers();
  if (!workers.some(({ isAlive }) => isAlive))
    tell(
      'No worker is alive. Start some, on any machine that sees the photos: quen worker --database URL --store URL',
    );
  else if (idleForMs > idleMs)
    tell(
      "Workers are alive, but none is at this run: they work for others, or leave it and said once why, where each prints. 'quen jobs' shows what they do.",
    );
}

/** A database that is away for a while is waited for. */
async function patiently<T>(ask: () => Promise<T>, tell: (text: string) => void): Promise<T | undefined> {
  try {
    return await ask();
  } catch (cause) {
    if (!isQuenError(cause, 'DATABASE_UNREACHABLE')) throw cause;
    tell(`${cause.message} Waiting for it.`);
    return undefined;
  }
}

function onceEach(tell: (text: string) => void): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (told.has(text)) return;
    told.add(text);
    tell(text);
  };
}

function report(counts: RunCounts, cachedCount: number, { onProgress }: RunControl): void {
  const { waiting, active, done, failed } = counts;
  const totalCount = waiting.photos + active.photos + done.photos + failed.photos;
  onProgress?.({ doneCount: done.photos, totalCount, cachedCount });
}

async function assertNoneFailed(
  runId: string,
  { failed }: RunCounts,
  { queue }: DistributionPorts,
): Promise<void> {
  if (failed.shards === 0) return;
  const [first] = await queue.dead(runId);
  throw new QuenError(
    'JOBS_FAILED',
    `${failed.shards} shards of the run ${runId} were given up, of ${failed.photos} photos. The first: ${first?.reason ?? 'unknown'} 'quen jobs' has the reason of each; mend it and run the same command again: only these are done anew.`,
  );
}

function throwIfStopped(signal: AbortSignal | undefined, runId: string): void {
  if (!signal?.aborted) return;
  throw new QuenError(
    'ABORTED',
    `Stopped on request. Workers go on with the run ${runId}: run the same command to wait for it again, or end it with 'quen jobs remove ${runId}'.`,
  );
}
