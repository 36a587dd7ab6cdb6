import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { undoChange } from '../../pipeline/collections/change-people.ts';
import { dismissFaces } from '../../pipeline/collections/dismiss-faces.ts';
import {
  type AnsweredFace,
  answerFaces,
  groupUnknownFaces,
  nameFaces,
  reviewQueue,
} from '../../pipeline/collections/review-queue.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { faceJson, faceSchema, idParameter, pageQuery } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';

const TAG = 'Review';
const params = z.object({ collectionId: idParameter('collectionId', 'collection') });
const whoSchema = z.union([
  z.strictObject({ personId: z.string() }),
  z.strictObject({ name: z.string().trim().min(1).max(200) }),
]);
const doneSchema = z.object({ done: z.literal(true) });

/** What a person looks at: questions, groups of unknown faces, changes and their undoing. */
export function reviewRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  questionRoutes(app, service);
  groupRoutes(app, service);
  historyRoutes(app, service);
}

function questionRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const questionSchema = z
    .object({
      faceId: z.string(),
      photoId: z.string(),
      candidates: z.array(z.object({ personId: z.string(), score: z.number() })),
      probability: z.number().optional(),
      value: z.number().openapi({ description: 'What an answer is expected to teach; the list is by it' }),
    })
    .openapi('Question');
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/collections/{collectionId}/questions',
      scope: 'enrol',
      tag: TAG,
      summary: 'Faces that wait for a person, worth most first',
      request: { params, query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }) },
      body: z.object({ items: z.array(questionSchema) }),
    }),
    async (context) => {
      const items = await reviewQueue(
        service,
        context.req.valid('param').collectionId,
        context.req.valid('query').limit,
      );
      return context.json(
        { items: items.map((item) => ({ ...item, candidates: [...item.candidates] })) },
        200,
      );
    },
  );
  const answerSchema = z.strictObject({
    faceId: z.string(),
    answer: z.enum(['yes', 'unknown', 'not-this-person', 'someone-else', 'unsure']),
    personId: z.string().optional(),
    other: whoSchema.optional(),
  });
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/collections/{collectionId}/answers',
      scope: 'enrol',
      tag: TAG,
      summary: 'Answer questions, together as one change',
      request: {
        params,
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.strictObject({ answers: z.array(answerSchema).min(1).max(1000) }),
            },
          },
        },
      },
      body: doneSchema,
    }),
    async (context) => {
      const { answers } = context.req.valid('json');
      await answerFaces(
        service,
        context.req.valid('param').collectionId,
        answers as AnsweredFace[],
        context.get('actor'),
      );
      return context.json({ done: true as const }, 200);
    },
  );
}

function groupRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
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
  const facesBody = z.array(z.string()).min(1).max(10_000);
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
      await nameFaces(
        service,
        context.req.valid('param').collectionId,
        context.req.valid('json'),
        context.get('actor'),
      );
      return context.json({ done: true as const }, 200);
    },
  );
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
      await dismissFaces(
        service,
        context.req.valid('param').collectionId,
        context.req.valid('json').faceIds,
        context.get('actor'),
      );
      return context.json({ done: true as const }, 200);
    },
  );
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

function historyRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const changeSchema = z
    .object({
      id: z.int(),
      kind: z.string(),
      summary: z.string(),
      keyId: z.string().optional(),
      createdAt: z.iso.datetime(),
      undoneAt: z.iso.datetime().optional(),
    })
    .openapi('Change');
  const json = (change: Awaited<ReturnType<typeof undoChange>>): z.input<typeof changeSchema> => {
    const { id, kind, summary, keyId, createdAt, undoneAt } = change;
    return {
      id,
      kind,
      summary,
      ...(keyId !== undefined && { keyId }),
      createdAt: createdAt.toISOString(),
      ...(undoneAt && { undoneAt: undoneAt.toISOString() }),
    };
  };
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/collections/{collectionId}/changes',
      scope: 'enrol',
      tag: TAG,
      summary: 'What was changed, newest first',
      request: { params, query: pageQuery },
      body: z.object({ items: z.array(changeSchema), next: z.string().optional() }),
    }),
    async (context) => {
      const { after, limit } = context.req.valid('query');
      const page = await service.ports.store.changes(context.req.valid('param').collectionId, {
        limit,
        ...(after !== undefined && { after }),
      });
      return context.json({ ...page, items: page.items.map(json) }, 200);
    },
  );
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/collections/{collectionId}/undo',
      scope: 'enrol',
      tag: TAG,
      summary: 'Take back a change, or the newest',
      request: {
        params,
        body: {
          content: { 'application/json': { schema: z.strictObject({ changeId: z.int().optional() }) } },
        },
      },
      body: changeSchema,
    }),
    async (context) => {
      const { changeId } = context.req.valid('json') ?? {};
      return context.json(
        json(await undoChange(service, context.req.valid('param').collectionId, changeId)),
        200,
      );
    },
  );
}
