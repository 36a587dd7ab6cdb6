import { QuenError } from '../../core/errors.ts';

/** Lets so many calls be in work or waiting at once. */
export interface Bound {
  readonly inUse: number;
  /** Throws `SERVICE_BUSY` at once where there are as many. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Settles when none is in work. */
  idle(): Promise<void>;
}

/** A bound of `limit` calls; what it holds never grows past it. */
export function bound(limit: number): Bound {
  const running = new Set<Promise<unknown>>();
  return {
    get inUse() {
      return running.size;
    },
    run: async (work) => {
      if (running.size >= limit)
        throw new QuenError(
          'SERVICE_BUSY',
          `${limit} photos are in work or waiting already. Try again soon.`,
        );
      const started = work();
      running.add(started);
      try {
        return await started;
      } finally {
        running.delete(started);
      }
    },
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
