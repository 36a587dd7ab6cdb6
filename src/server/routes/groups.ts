import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { dismissFaces } from '../../pipeline/collections/dismiss-faces.ts';
import { groupUnknownFaces, nameFaces } from '../../pipeline/collections/review-queue.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { doneJson, doneSchema, faceJson, faceSchema, idParameter, pageQuery, whoSchema } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';

const TAG = 'Review';
const params = z.object({ collectionId: idParameter('collectionId', 'collection') });
const facesBody = z.array(z.string()).min(1).max(10_000);

/** Groups of unknown faces, named and put aside. */
export function groupRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  groupsRoute(app, service);
  nameFacesRoute(app, service);
  dismissRoute(app, service);
  facesRoute(app, service);
}

function groupsRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/collections/{collectionId}/groups',
      scope: 'enrol',
      tag: TAG,
      summary: 'Group the faces that are nobody known, largest group first',
      request: { params },
      body: z.object({ groups: z.array(z.array(faceSchema)) }),
    }),
    async (context) => {
      const groups = await groupUnknownFaces(service, context.req.valid('param').collectionId);
      return context.json({ groups: groups.map((faces) => faces.map(faceJson)) }, 200);
    },
  );
}

function nameFacesRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/collections/{collectionId}/name-faces',
      scope: 'enrol',
      tag: TAG,
      summary: 'Name faces, such as a group, as somebody known or new',
      request: {
        params,
        body: {
          required: true,
          content: { 'application/json': { schema: z.strictObject({ faceIds: facesBody, as: whoSchema }) } },
        },
      },
      body: doneSchema,
    }),
    async (context) => {
      const change = await nameFaces(
        service,
        context.req.valid('param').collectionId,
        context.req.valid('json'),
        context.get('actor'),
      );
      return context.json(doneJson(change), 200);
    },
  );
}

function dismissRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/collections/{collectionId}/dismiss-faces',
      scope: 'enrol',
      tag: TAG,
      summary: 'Put faces aside for good',
      request: {
        params,
        body: {
          required: true,
          content: { 'application/json': { schema: z.strictObject({ faceIds: facesBody }) } },
        },
      },
      body: doneSchema,
    }),
    async (context) => {
      const change = await dismissFaces(
        service,
        context.req.valid('param').collectionId,
        context.req.valid('json').faceIds,
        context.get('actor'),
      );
      return context.json(doneJson(change), 200);
    },
  );
}

function facesRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/collections/{collectionId}/faces',
      scope: 'enrol',
      tag: TAG,
      summary: 'Faces of a state, newest first',
      request: {
        params,
        query: pageQuery.extend({ state: z.enum(['enrolled', 'waiting', 'unknown', 'dismissed']) }),
      },
      body: z.object({ items: z.array(faceSchema), next: z.string().optional() }),
    }),
    async (context) => {
      const { state, after, limit } = context.req.valid('query');
      const page = await service.ports.store.facesInState(context.req.valid('param').collectionId, state, {
        limit,
        ...(after !== undefined && { after }),
      });
      return context.json({ ...page, items: page.items.map(faceJson) }, 200);
    },
  );
}
