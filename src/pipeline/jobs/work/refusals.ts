/** Ways that a worker does not work in for a while. */
export interface Refusals {
  has(queue: string): boolean;
  /** @returns whether the reason is another than the last time, so that it is told once */
  add(queue: string, reason: string): boolean;
}

/** A way is asked for again after so long: what was amiss here may be mended. */
const REFUSAL_MS = 60_000;

/** @param now in milliseconds */
export function refusedWays(now: () => number = () => performance.now()): Refusals {
  const refused = new Map<string, { readonly reason: string; readonly untilMs: number }>();
  return {
    has: (queue) => now() < (refused.get(queue)?.untilMs ?? 0),
    add: (queue, reason) => {
      const isNew = refused.get(queue)?.reason !== reason;
      refused.set(queue, { reason, untilMs: now() + REFUSAL_MS });
      return isNew;
    },
  };
}
