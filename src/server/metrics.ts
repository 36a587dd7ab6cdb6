import type { MiddlewareHandler } from 'hono';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { OpenService } from '../toolkit/service/open-service.ts';
import { routeOf } from './route-of.ts';

/** Counts and times of the service, in the form Prometheus reads. */
export interface ServiceMetrics {
  readonly measure: MiddlewareHandler;
  text(): Promise<string>;
}

/** No label holds an id or a name: routes are counted by their pattern. */
export function serviceMetrics(service: OpenService): ServiceMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const labelNames = ['method', 'route', 'status'] as const;
  const requests = new Counter({
    name: 'quen_requests_total',
    help: 'Requests answered',
    labelNames,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'quen_request_seconds',
    help: 'Seconds from a request to its answer',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  new Gauge({
    name: 'quen_photos_in_work',
    help: 'Photos in work or waiting',
    registers: [registry],
    collect() {
      this.set(service.photosInWork());
    },
  });
  return {
    measure: async (context, next) => {
      const stop = seconds.startTimer();
      await next();
      const at = { method: context.req.method, route: routeOf(context) };
      stop(at);
      requests.inc({ ...at, status: String(context.res.status) });
    },
    text: () => registry.metrics(),
  };
}
