/**
 * Calls that come while one is in work wait for it, and are then done together as one: the more come at once, the less each costs. Where that
 * fails each is done on its own, so that none fails for what another holds.
 * @param work must do nothing where it throws
 */
export function gathered<Call, Result>(
  work: (calls: readonly Call[]) => Promise<Result>,
): (call: Call) => Promise<Result> {
  let waiting: Call[] = [];
  let next: Promise<Result> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const begin = (): Promise<Result> => {
    const calls = waiting;
    waiting = [];
    next = undefined;
    const running = work(calls);
    last = running.catch(() => undefined);
    return running;
  };
  return async (call) => {
    waiting.push(call);
    const calls = waiting;
    next ??= last.then(begin);
    try {
      return await next;
    } catch (cause) {
      if (calls.length === 1) throw cause;
      return await work([call]);
    }
  };
}
