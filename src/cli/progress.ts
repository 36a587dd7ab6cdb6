import ora from 'ora';
import type { OnProgress, Progress } from '../core/ports.ts';

/** Runs long work under a progress line, which is silent where standard error is not a terminal. */
export async function withProgress<T>(
  verb: string,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  const spinner = ora({ text: verb, isSilent: !process.stderr.isTTY, discardStdin: false }).start();
  const startedMs = performance.now();
  try {
    return await work((progress) => {
      spinner.text = progressText(verb, progress, performance.now() - startedMs);
    });
  } finally {
    spinner.stop();
  }
}

/** The text of a progress line: count, rate of the photos that were new, and time left. */
export function progressText(verb: string, progress: Progress, elapsedMs: number): string {
  const { doneCount, totalCount, cachedCount } = progress;
  const newCount = doneCount - cachedCount;
  const count = `${verb}: ${doneCount.toLocaleString('en')} of ${totalCount.toLocaleString('en')}`;
  const cached = cachedCount > 0 ? `, ${cachedCount.toLocaleString('en')} from an earlier run` : '';
  if (newCount === 0 || elapsedMs <= 0) return count + cached;
  const perSecond = newCount / (elapsedMs / 1000);
  const left = duration((totalCount - doneCount) / perSecond);
  return `${count}${cached}, ${perSecond.toFixed(1)} a second, ${left} left`;
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
