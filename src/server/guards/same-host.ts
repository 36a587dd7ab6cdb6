import type { MiddlewareHandler } from 'hono';
import { problem } from '../problem.ts';
import { isLoopback, type ServerSettings } from '../settings.ts';

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses requests that a foreign web page makes a browser send. On this machine alone, where no key is needed, the name in the address
 * must be the machine's own, which a page that rebinds its name (DNS rebinding) cannot forge; and what changes something must not come from
 * another origin.
 */
export function sameHost(settings: ServerSettings): MiddlewareHandler {
  const known = new Set([settings.host, ...settings.hostNames].map((name) => name.toLowerCase()));
  return async (context, next) => {
    const host = nameOf(context.req.header('host') ?? '');
    const isKnown = known.has(host) || isLoopback(host);
    if (!settings.needsKey && !isKnown)
      return problem(context, {
        status: 403,
        title: 'HOST_REFUSED',
        detail: `This service is not '${host}'. Allow the name with --host-name.`,
      });
    const origin = context.req.header('origin');
    if (
      origin !== undefined &&
      !HARMLESS.has(context.req.method) &&
      !isOwn(origin, context.req.header('host') ?? '')
    )
      return problem(context, {
        status: 403,
        title: 'ORIGIN_REFUSED',
        detail: 'A page of another origin may not change anything here.',
      });
    return await next();
  };
}

function nameOf(host: string): string {
  return host
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
}

function isOwn(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
