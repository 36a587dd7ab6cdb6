import type { OpenAPIHono } from '@hono/zod-openapi';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { version } from '../../version.ts';
import { needScope } from '../guards/key-check.ts';
import type { ServiceMetrics } from '../metrics.ts';
import type { ServerEnv } from '../server-env.ts';

/** Whether the process lives; these are asked without a key. */
export function healthRoutes(
  app: OpenAPIHono<ServerEnv>,
  service: OpenService,
  isStopping: () => boolean,
): void {
  app.get('/healthz', (context) => context.json({ status: 'alive', version }));
  app.get('/readyz', async (context) => {
    if (isStopping()) return context.json({ status: 'stopping' }, 503);
    try {
      await service.ping();
      return context.json({ status: 'ready' });
    } catch {
      return context.json({ status: 'database-unreachable' }, 503);
    }
  });
}

/** Counts and times for Prometheus. */
export function metricsRoute(app: OpenAPIHono<ServerEnv>, metrics: ServiceMetrics): void {
  app.get('/metrics', needScope('admin'), async (context) =>
    context.text(await metrics.text(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }),
  );
}
