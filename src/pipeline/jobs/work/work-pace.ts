/** How fast a worker gets on; a shard is in work between `begin` and `end`. */
export interface WorkPace {
  begin(photoCount: number): void;
  /** A photo is done. */
  count(): void;
  end(): void;
  /** Photos done since the worker began. */
  photoCount(): number;
  /** Over the last {@link SPAN_SECONDS}. */
  photosPerSecond(): number;
  /** Of the shard in work, as it looks; 0 where none is. */
  secondsLeft(): number;
  /** On the shard in work, or on the last one. */
  secondsSpent(): number;
  /** Since a photo was done or a shard begun; 0 where none is in work. */
  secondsSilent(): number;
}

const SPAN_SECONDS = 30;

/** @param now in milliseconds */
export function workPace(now: () => number = () => performance.now()): WorkPace {
  const bornMs = now();
  let doneMs: number[] = [];
  let total = 0;
  let shard:
    | { readonly photoCount: number; readonly startedMs: number; done: number; lastMs: number }
    | undefined;
  let spentMs = 0;
  return {
    begin: (photoCount) => {
      shard = { photoCount, startedMs: now(), done: 0, lastMs: now() };
    },
    count: () => {
      total += 1;
      doneMs.push(now());
      if (doneMs[0] !== undefined && doneMs[0] < now() - 2000 * SPAN_SECONDS)
        doneMs = doneMs.filter((at) => at > now() - 1000 * SPAN_SECONDS);
      if (shard === undefined) return;
      shard.done += 1;
      shard.lastMs = now();
    },
    end: () => {
      if (shard !== undefined) spentMs = now() - shard.startedMs;
      shard = undefined;
    },
    photoCount: () => total,
    photosPerSecond: () => {
      const from = now() - 1000 * SPAN_SECONDS;
      const seconds = (now() - Math.max(from, bornMs)) / 1000;
      return seconds > 0 ? doneMs.filter((at) => at > from).length / seconds : 0;
    },
    secondsLeft: () => {
      if (shard === undefined) return 0;
      if (shard.done === 0) return Number.POSITIVE_INFINITY;
      return (((now() - shard.startedMs) / shard.done) * (shard.photoCount - shard.done)) / 1000;
    },
    secondsSpent: () => (shard === undefined ? spentMs : now() - shard.startedMs) / 1000,
    secondsSilent: () => (shard === undefined ? 0 : (now() - shard.lastMs) / 1000),
  };
}
