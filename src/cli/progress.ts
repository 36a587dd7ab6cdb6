import ora from 'ora';
import type { OnProgress, Progress } from '../core/ports.ts';
import type { TrainingProgress } from '../heads/train-heads.ts';

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

/** Runs a training under a progress line that tells of each stage: photos, views, heads. */
export async function withTrainingProgress<T>(work: (control: TrainingWatch) => Promise<T>): Promise<T> {
  const spinner = ora({
    text: 'Reading photos',
    isSilent: !process.stderr.isTTY,
    discardStdin: false,
  }).start();
  const stages = new Map<string, number>();
  const elapsed = (stage: string): number => {
    const startedMs = stages.get(stage) ?? performance.now();
    stages.set(stage, startedMs);
    return performance.now() - startedMs;
  };
  const counting =
    (stage: string): OnProgress =>
    (progress) => {
      spinner.text = progressText(stage, progress, elapsed(stage));
    };
  try {
    return await work({
      onProgress: counting('Reading photos'),
      onViews: counting('Embedding views'),
      onTraining: (progress) => {
        // Each fit counts its heads from 0; time left is told of the one that runs.
        const isNew = progress.doneHeadCount === 0 && progress.epoch <= 1;
        if (isNew) stages.delete('training');
        spinner.text = trainingText(progress, elapsed('training'));
      },
    });
  } finally {
    spinner.stop();
  }
}

/** What a training tells of itself. */
export interface TrainingWatch {
  readonly onProgress: OnProgress;
  readonly onViews: OnProgress;
  readonly onTraining: (progress: TrainingProgress) => void;
}

/** The text of a progress line of a training: head, epoch, loss, accuracy, rate, and at most how much time is left. */
export function trainingText(progress: TrainingProgress, elapsedMs: number): string {
  const { doneHeadCount, headCount, epoch, epochCount, loss, accuracy, rate } = progress;
  const figures = [
    `loss ${loss.toFixed(3)}`,
    ...(accuracy === undefined ? [] : [`accuracy ${accuracy.toFixed(3)}`]),
    `rate ${rate.toExponential(1)}`,
  ];
  const doneShare = (doneHeadCount + epoch / epochCount) / headCount;
  const left = duration(((elapsedMs / 1000) * (1 - doneShare)) / doneShare);
  const heads = `Training heads: ${doneHeadCount} of ${headCount}`;
  return `${heads}, epoch ${epoch} of at most ${epochCount}, ${figures.join(', ')}, at most ${left} left`;
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
