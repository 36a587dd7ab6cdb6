import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { type KeyRing, keyRing } from '../toolkit/service/api-keys.ts';
import type { OpenService } from '../toolkit/service/open-service.ts';
import { version } from '../version.ts';
import type { AppWatch } from './app-watch.ts';
import { addressOf, identifyCaller, keyOf } from './guards/key-check.ts';
import { rateLimit } from './guards/rate-limit.ts';
import { requestLog } from './guards/request-log.ts';
import { sameHost } from './guards/same-host.ts';
import { securityHeaders } from './guards/security-headers.ts';
import { serviceMetrics } from './metrics.ts';
import { readPageFiles } from './page-files.ts';
import { problem, problemOf } from './problem.ts';
import type { ApiDocument } from './reference/document.ts';
import { rekognitionRoutes } from './rekognition/routes.ts';
import { collectionRoutes } from './routes/collections.ts';
import { exportRoutes } from './routes/export.ts';
import { figureRoutes } from './routes/figures.ts';
import { findingRoutes } from './routes/findings.ts';
import { groupRoutes } from './routes/groups.ts';
import { historyRoutes } from './routes/history.ts';
import { identifyRoutes } from './routes/identify.ts';
import { jobEventRoutes } from './routes/job-events.ts';
import { jobRoutes } from './routes/jobs.ts';
import { keyRoutes } from './routes/keys.ts';
import { healthRoutes, metricsRoute } from './routes/operation.ts';
import { pageRoutes } from './routes/page.ts';
import { peopleRoutes } from './routes/people.ts';
import { photoRoutes } from './routes/photos.ts';
import { questionRoutes } from './routes/questions.ts';
import { referenceRoutes } from './routes/reference.ts';
import type { ServerEnv } from './server-env.ts';
import type { ServerSettings } from './settings.ts';

/** The whole API over an open service; nothing listens yet. */
export function createApp(
  service: OpenService,
  settings: ServerSettings,
  watch: AppWatch,
): OpenAPIHono<ServerEnv> {
  const app = emptyApp();
  const metrics = serviceMetrics(service);
  const ring = keyRing(service.keys);
  app.onError((cause, context) =>
    problemOf(cause, context, (fault) => watch.report(fault, context.get('requestId'))),
  );
  app.notFound((context) =>
    problem(context, {
      status: 404,
      title: 'NOT_FOUND',
      detail: `There is nothing at ${context.req.method} ${context.req.path}.`,
    }),
  );
  app.use(requestLog(watch.onRequest ?? (() => undefined)));
  app.use(securityHeaders());
  app.use(metrics.measure);
  app.use(sameHost(settings));
  healthRoutes(app, service, () => watch.stopping.aborted);
  app.use(
    bodyLimit({
      maxSize: settings.maxBodyBytes,
      onError: (context) =>
        problem(context, {
          status: 413,
          title: 'BODY_TOO_LARGE',
          detail: `A request may have ${settings.maxBodyBytes} bytes at most.`,
        }),
    }),
  );
  app.use(rateLimit(settings.rate, addressOf));
  describe(app, settings);
  pageRoutes(app, readPageFiles());
  const keyLimit = rateLimit(settings.keyRate, keyOf);
  rekognitionRoutes(app, { service, ring, settings, keyLimit, report: watch.report });
  app.use(identifyCaller(ring, settings.needsKey));
  app.use(keyLimit);
  metricsRoute(app, metrics);
  apiRoutes(app, { service, ring, watch });
  return app;
}

function emptyApp(): OpenAPIHono<ServerEnv> {
  return new OpenAPIHono<ServerEnv>({
    defaultHook: (result, context) => {
      if (result.success) return undefined;
      const detail = result.error.issues
        .map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`)
        .join('; ');
      return problem(context, { status: 400, title: 'REQUEST_INVALID', detail });
    },
  });
}

function apiRoutes(
  app: OpenAPIHono<ServerEnv>,
  {
    service,
    ring,
    watch,
  }: { readonly service: OpenService; readonly ring: KeyRing; readonly watch: AppWatch },
): void {
  collectionRoutes(app, service);
  peopleRoutes(app, service);
  exportRoutes(app, service);
  photoRoutes(app, service);
  identifyRoutes(app, service);
  questionRoutes(app, service);
  groupRoutes(app, service);
  findingRoutes(app, service);
  figureRoutes(app, service);
  historyRoutes(app, service);
  jobRoutes(app, service);
  jobEventRoutes(app, service, watch);
  keyRoutes(app, service, ring);
}

function describe(app: OpenAPIHono<ServerEnv>, settings: ServerSettings): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  const needed = settings.needsKey ? 'Every request needs a key.' : 'No key is needed on this machine.';
  const about = {
    openapi: '3.1.0',
    info: { title: 'Quen', version, description: `Open-set face identification. ${needed}` },
  };
  app.doc31('/openapi.json', about);
  referenceRoutes(app, () => app.getOpenAPI31Document(about) as unknown as ApiDocument);
}
