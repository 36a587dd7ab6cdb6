import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { allows, SCOPES, type Scope } from '../../collections/scopes.ts';
import { QuenError } from '../../core/errors.ts';
import type { KeyRing } from '../../toolkit/service/api-keys.ts';
import type { ServerEnv } from '../server-env.ts';

/** Finds out who calls: the holder of the key, or without need of one the person at this machine, who may do all. Throws `KEY_REFUSED`. */
export function identifyCaller(keys: KeyRing, needsKey: boolean): MiddlewareHandler<ServerEnv> {
  return async (context, next) => {
    const secret = secretOf(context.req.header('authorization'), context.req.header('x-api-key'));
    if (secret === undefined && needsKey)
      throw new QuenError('KEY_REFUSED', 'This service needs a key: Authorization: Bearer KEY.');
    const key = secret === undefined ? undefined : await keys.holder(secret, new Date());
    context.set('actor', key === undefined ? {} : { keyId: key.id });
    context.set('scopes', key?.scopes ?? SCOPES);
    await next();
  };
}

/** Lets only keys with a scope on. Throws `KEY_SCOPE`. */
export function needScope(scope: Scope): MiddlewareHandler<ServerEnv> {
  return async (context, next) => {
    if (!allows(context.get('scopes'), scope))
      throw new QuenError('KEY_SCOPE', `This needs a key with the scope '${scope}'.`);
    await next();
  };
}

function secretOf(authorization: string | undefined, apiKey: string | undefined): string | undefined {
  const [, bearer] = /^Bearer\s+(\S+)$/i.exec(authorization ?? '') ?? [];
  return bearer ?? apiKey;
}

/** The address a request came from, for its rate. */
export function addressOf(context: Parameters<typeof getConnInfo>[0]): string {
  try {
    return getConnInfo(context).remote.address ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

/** The key a request came with, for its rate; undefined without one. */
export function keyOf(context: Context<ServerEnv>): string | undefined {
  return context.get('actor').keyId;
}
