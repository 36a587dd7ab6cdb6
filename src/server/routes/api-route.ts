import { createRoute, type z } from '@hono/zod-openapi';
import type { Scope } from '../../collections/scopes.ts';
import { needScope } from '../guards/key-check.ts';
import { problemSchema } from '../problem.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type RouteRequest = NonNullable<Parameters<typeof createRoute>[0]['request']>;

/** A route of the API as it is described; what every route has is added by {@link apiRoute}. */
export interface ApiRoute<Path extends string, Request extends RouteRequest, Body extends z.ZodType> {
  readonly method: Method;
  readonly path: Path;
  readonly scope: Scope;
  readonly tag: string;
  readonly summary: string;
  readonly request: Request;
  /** What a good answer holds. */
  readonly body: Body;
  /** Media type of a good answer; JSON by default. */
  readonly media?: string;
}

/** A route with its scope, its good answer as JSON, and the refusals all routes have. */
export function apiRoute<Path extends string, Request extends RouteRequest, Body extends z.ZodType>(
  route: ApiRoute<Path, Request, Body>,
) {
  const { method, path, scope, tag, summary, request, body, media = 'application/json' } = route;
  return createRoute({
    method,
    path,
    tags: [tag],
    summary,
    description: `Needs a key with the scope \`${scope}\`.`,
    middleware: [needScope(scope)] as const,
    request,
    security: [{ key: [] }],
    responses: {
      200: { description: 'Done', content: { [media]: { schema: body } } },
      default: { description: 'Refused', content: { 'application/problem+json': { schema: problemSchema } } },
    },
  });
}
