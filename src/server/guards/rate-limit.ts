import type { Context, MiddlewareHandler } from 'hono';
import { problem } from '../problem.ts';

/** Callers that are remembered; the longest silent is forgotten first. */
const CALLERS = 10_000;

/**
 * Lets each caller make so many requests a second, and a burst after a pause (token bucket).
 * @param callerOf who makes a request: an address, or a key; undefined is not limited @param now in milliseconds
 */
export function rateLimit(
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
  callerOf: (context: Context) => string | undefined,
  now: () => number = Date.now,
): MiddlewareHandler {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return async (context, next) => {
    const caller = callerOf(context);
    if (caller === undefined) return await next();
    const at = now();
    const bucket = buckets.get(caller) ?? { tokens: burst, at };
    const tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1000) * perSecond);
    buckets.delete(caller);
    buckets.set(caller, { tokens: Math.max(0, tokens - 1), at });
    if (buckets.size > CALLERS) buckets.delete(buckets.keys().next().value as string);
    if (tokens < 1)
      return problem(context, {
        status: 429,
        title: 'TOO_MANY_REQUESTS',
        detail: `At most ${perSecond} requests a second.`,
      });
    return await next();
  };
}
