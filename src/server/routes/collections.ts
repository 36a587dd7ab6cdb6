import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { collectionJson, collectionSchema, idParameter } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';

const TAG = 'Collections';
const params = z.object({ collectionId: idParameter('collectionId', 'collection') });

/** A share with its 95 % interval. */
const rateSchema = z.object({ rate: z.number(), low: z.number(), high: z.number() });

const statusSchema = z
  .object({
    threshold: z.number(),
    thresholdStatement: z.string(),
    isPromised: z.boolean(),
    measuredRate: rateSchema.optional(),
    isCalibrating: z.boolean(),
    calibrationPeople: z.int(),
  })
  .openapi('CollectionStatus');

/** Collections: made, listed, removed, and how each decides. */
export function collectionRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  addRoute(app, service);
  listRoute(app, service);
  readRoute(app, service);
  removeRoute(app, service);
}

function addRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { ports, log } = service;
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/collections',
      scope: 'admin',
      tag: TAG,
      summary: 'Make a collection of people',
      request: {
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.strictObject({
                name: z.string().trim().min(1).max(200),
                fpir: z.number().gt(0).lt(1).default(0.01),
                rule: z.enum(['blend', 'mean', 'nearest']).default('blend'),
              }),
            },
          },
        },
      },
      body: collectionSchema,
    }),
    async (context) => {
      const wanted = context.req.valid('json');
      const made = {
        id: ports.newId('collection'),
        createdAt: ports.now(),
        networks: ports.networks,
        ...wanted,
      };
      await ports.store.addCollection(made);
      await log.record([
        { at: ports.now(), action: 'collection.add', collectionId: made.id, ...context.get('actor') },
      ]);
      return context.json(collectionJson({ ...made, version: 0 }), 200);
    },
  );
}

function listRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { ports } = service;
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/collections',
      scope: 'identify',
      tag: TAG,
      summary: 'List the collections',
      request: {},
      body: z.object({ items: z.array(collectionSchema) }),
    }),
    async (context) => context.json({ items: (await ports.store.collections()).map(collectionJson) }, 200),
  );
}

function readRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { ports, live } = service;
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/collections/{collectionId}',
      scope: 'identify',
      tag: TAG,
      summary: 'Read a collection and how it decides',
      request: { params },
      body: collectionSchema.extend({ status: statusSchema }),
    }),
    async (context) => {
      const { collectionId } = context.req.valid('param');
      const collection = await ports.store.collection(collectionId);
      const { decision, isCalibrating } = await live.open(collectionId);
      const { value, statement, isPromised, personCount, realisedFpir } = decision.threshold;
      const { rate, low, high } = realisedFpir;
      const status = {
        threshold: value,
        thresholdStatement: statement,
        isPromised,
        ...(isPromised && { measuredRate: { rate, low, high } }),
        isCalibrating,
        calibrationPeople: personCount,
      };
      return context.json({ ...collectionJson(collection), status }, 200);
    },
  );
}

function removeRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { ports, live, log } = service;
  app.openapi(
    apiRoute({
      method: 'delete',
      path: '/v1/collections/{collectionId}',
      scope: 'admin',
      tag: TAG,
      summary: 'Remove a collection with all people, photos and templates',
      request: { params },
      body: z.object({ removed: z.literal(true) }),
    }),
    async (context) => {
      const { collectionId } = context.req.valid('param');
      const files = await ports.store.removeCollection(collectionId);
      await ports.vault.remove(files);
      await live.forget(collectionId);
      service.insights.forget(collectionId);
      await log.record([
        { at: ports.now(), action: 'collection.remove', collectionId, ...context.get('actor') },
      ]);
      return context.json({ removed: true as const }, 200);
    },
  );
}
