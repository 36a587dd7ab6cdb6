import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { quenDone, type Running, startQuen } from './quen.ts';

/** A worker with one thread, which lives no longer than the test. */
export function startWorker(url: string, store: string, more: readonly string[] = []): Running {
  const worker = startQuen(['worker', '--database', url, '--store', store, '--threads', '1', ...more]);
  onTestFinished(() => void worker.child.kill('SIGKILL'));
  return worker;
}

/** What `quen jobs --json` says. */
interface Status {
  readonly runs: readonly {
    readonly id: string;
    readonly label: string;
    readonly counts: Readonly<
      Record<'done' | 'active' | 'waiting' | 'failed', { readonly shards: number; readonly photos: number }>
    >;
    readonly retries: { readonly died: number };
  }[];
  readonly workers: readonly { readonly pid: number; readonly doing: string }[];
}

/** How far runs are, and what workers do. */
export async function status(url: string): Promise<Status> {
  return JSON.parse(await quenDone(['jobs', '--database', url, '--json'])) as Status;
}

/** Waits until a worker is at work on a shard. */
export async function untilWorking(url: string, { child }: Running): Promise<void> {
  for (;;) {
    const { workers } = await status(url);
    if (workers.some(({ pid, doing }) => pid === child.pid && doing.startsWith('works on'))) return;
    if (child.exitCode !== null) throw new Error('The worker ended before it had worked.');
    await wait(100);
  }
}
