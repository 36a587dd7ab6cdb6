/** Minimum and median of some figures, as text. */
export function minAndMedian(figures: readonly number[], digits: number): string {
  const sorted = [...figures].sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return `min ${sorted[0]?.toFixed(digits)}, median ${median.toFixed(digits)}`;
}

/** The median itself. */
export function medianOf(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[Math.floor((figures.length - 1) / 2)] ?? Number.NaN;
}

/** Runs work and returns how many seconds it took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}
