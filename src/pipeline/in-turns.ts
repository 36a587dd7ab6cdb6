import { throwIfAborted } from '../core/errors.ts';
import type { RunControl } from '../core/ports.ts';

export type { RunControl } from '../core/ports.ts';

/** What a run over many items gave, in their order. */
export interface Turns<Result> {
  readonly results: Result[];
  /** How many came from an earlier run. */
  readonly cachedCount: number;
}

/**
 * Works on many items, a bounded number at a time, so that reading the next ones overlaps the networks' work on the last
 * ones. Stops at the first fault that `work` throws and on abort (`ABORTED`).
 */
export async function inTurns<Item, Result extends { readonly isCached: boolean }>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<Result>,
  control: RunControl,
): Promise<Turns<Result>> {
  const results = new Array<Result>(items.length);
  const state = { next: 0, doneCount: 0, cachedCount: 0, hasFailed: false };
  const takeTurns = async (): Promise<void> => {
    while (state.next < items.length && !state.hasFailed) {
      throwIfAborted(control.signal);
      const index = state.next++;
      const result = await work(items[index] as Item);
      results[index] = result;
      state.doneCount += 1;
      if (result.isCached) state.cachedCount += 1;
      const { doneCount, cachedCount } = state;
      control.onProgress?.({ doneCount, totalCount: items.length, cachedCount });
    }
  };
  const turns = Array.from({ length: concurrency }, () =>
    takeTurns().catch((cause: unknown) => {
      state.hasFailed = true;
      throw cause;
    }),
  );
  const [failure] = (await Promise.allSettled(turns)).filter((turn) => turn.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return { results, cachedCount: state.cachedCount };
}
