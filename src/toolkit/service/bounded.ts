import { QuenError } from '../../core/errors.ts';

/** Lets so many calls be in work or waiting at once. */
export interface Bound {
  readonly inUse: number;
  /** Throws `SERVICE_BUSY` at once where there are as many. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Runs work that can wait: once fewer calls than lanes are in work, or alone after having waited for long, so that it comes to an end beside callers
   * who never pause. It takes nobody's place of {@link Bound.run}.
   */
  runAfter<T>(work: () => Promise<T>): Promise<T>;
  /** Settles when none is in work. */
  idle(): Promise<void>;
}

/** Work that can wait goes on after this time even beside other calls, one at a time. */
const PATIENCE_MS = 10_000;

/** A bound of `limit` calls; what it holds never grows past it. @param lanes calls that are worked on at once */
export function bound(limit: number, lanes = limit, patienceMs = PATIENCE_MS): Bound {
  const running = new Set<Promise<unknown>>();
  const patient = new Set<Promise<unknown>>();
  const waiting: { readonly admit: () => void; readonly since: number }[] = [];
  const mayGo = (since: number): boolean =>
    running.size + patient.size < lanes || (patient.size === 0 && Date.now() - since >= patienceMs);
  const admit = (): void => {
    for (let first = waiting[0]; first !== undefined && mayGo(first.since); first = waiting[0]) {
      waiting.shift();
      first.admit();
    }
  };
  const held = async <T>(calls: Set<Promise<unknown>>, work: () => Promise<T>): Promise<T> => {
    const started = work();
    calls.add(started);
    try {
      return await started;
    } finally {
      calls.delete(started);
      admit();
    }
  };
  return {
    get inUse() {
      return running.size + patient.size;
    },
    run: async (work) => {
      if (running.size >= limit)
        throw new QuenError(
          'SERVICE_BUSY',
          `${limit} photos are in work or waiting already. Try again soon.`,
        );
      return await held(running, work);
    },
    runAfter: (work) =>
      new Promise((resolve, reject) => {
        const since = Date.now();
        const overdue = setTimeout(admit, patienceMs);
        overdue.unref();
        const start = (): void => {
          clearTimeout(overdue);
          held(patient, work).then(resolve, reject);
        };
        waiting.push({ admit: start, since });
        admit();
      }),
    idle: async () => {
      while (running.size + patient.size > 0) await Promise.allSettled([...running, ...patient]);
    },
  };
}
