import { once } from 'node:events';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { QuenError } from '../core/errors.ts';
import type { ServerEnv } from './server-env.ts';
import type { ServerSettings } from './settings.ts';

/** A service that listens. */
export interface Listening {
  readonly url: string;
  /** Takes no more requests, and settles when those that were taken are answered. */
  stop(): Promise<void>;
}

/** A client that sends its headers or its request more slowly than this is let go; how slow clients are is looked at now and then. */
export interface Patience {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly lookMs: number;
}

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 60_000, lookMs: 2000 };
const MAX_CONNECTIONS = 1000;

/** Listens at the settings' address. Throws `CONFIG_INVALID` where the port is taken or the address is not this machine's. */
export async function listen(
  app: OpenAPIHono<ServerEnv>,
  { host, port }: Pick<ServerSettings, 'host' | 'port'>,
  { headersMs, requestMs, lookMs }: Patience = PATIENCE,
): Promise<Listening> {
  const inWork = new Set<Promise<unknown>>();
  const fetch: typeof app.fetch = (request, ...rest) => {
    const answer = Promise.resolve(app.fetch(request, ...rest));
    inWork.add(answer);
    const isDone = (): boolean => inWork.delete(answer);
    answer.then(isDone, isDone);
    return answer;
  };
  const server = createAdaptorServer({
    fetch,
    serverOptions: {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: lookMs,
    },
  }) as Server;
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { message } = cause as Error;
    throw new QuenError(
      'CONFIG_INVALID',
      `The service cannot listen at ${host}:${port}: ${message}. Choose another --port or --host.`,
      { cause },
    );
  }
  const address = server.address() as { port: number };
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${address.port}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      // Connections that are kept open without a request would hold the end up.
      server.closeIdleConnections();
      await closed;
      // Who has gone away is worked for to the end too: half of a request is worse than none.
      while (inWork.size > 0) await Promise.allSettled(inWork);
    },
  };
}
