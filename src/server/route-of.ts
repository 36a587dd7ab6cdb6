import type { Context } from 'hono';
import { matchedRoutes } from 'hono/route';

/** The pattern of the route that a request was for, such as `/v1/people/:personId`: it holds no id and no name. Guards are no routes. */
export function routeOf(context: Context): string {
  return matchedRoutes(context).findLast(({ method }) => method !== 'ALL')?.path ?? 'none';
}
