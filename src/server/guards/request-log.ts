import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { routeOf } from '../route-of.ts';
import type { ServerEnv } from '../server-env.ts';

/** One answered request, as it is logged: by the pattern of its route, which holds no id and no name. */
export interface RequestEntry {
  readonly level: 'info';
  /** Also in the answer's `x-request-id`, and in the line of a fault. */
  readonly request: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  /** Until the answer began. */
  readonly ms: number;
  /** Absent where no key was given. */
  readonly keyId?: string;
}

/** What a proxy may have numbered a request with; anything else, such as a name, is not taken over. */
const KNOWN_ID = /^[0-9a-f-]{8,64}$/i;

/** Numbers each request, and tells of it once it is answered. */
export function requestLog(onRequest: (entry: RequestEntry) => void): MiddlewareHandler<ServerEnv> {
  return async (context, next) => {
    const given = context.req.header('x-request-id') ?? '';
    const request = KNOWN_ID.test(given) ? given.toLowerCase() : randomUUID();
    context.set('requestId', request);
    const start = performance.now();
    await next();
    context.res.headers.set('x-request-id', request);
    const { keyId } = context.get('actor') ?? {};
    onRequest({
      level: 'info',
      request,
      method: context.req.method,
      route: routeOf(context),
      status: context.res.status,
      ms: Math.round(performance.now() - start),
      ...(keyId !== undefined && { keyId }),
    });
  };
}
