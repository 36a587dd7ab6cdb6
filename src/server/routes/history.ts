import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Change } from '../../collections/changes.ts';
import { undoChange } from '../../pipeline/collections/change-people.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { idParameter, pageQuery } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';

const TAG = 'Review';
/** Faces that a change is shown by. */
const SHOWN_FACES = 3;
const params = z.object({ collectionId: idParameter('collectionId', 'collection') });

const changeSchema = z
  .object({
    id: z.int(),
    kind: z.string(),
    summary: z.string(),
    keyId: z.string().optional(),
    createdAt: z.iso.datetime(),
    undoneAt: z.iso.datetime().optional(),
    faceCount: z.int().openapi({ description: 'Faces it was about' }),
    faceIds: z.array(z.string()).openapi({ description: 'The first of those faces' }),
  })
  .openapi('Change');

/** What was changed, and its undoing. */
export function historyRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  changesRoute(app, service);
  undoRoute(app, service);
}

function changesRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
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
      return context.json({ ...page, items: page.items.map(changeJson) }, 200);
    },
  );
}

function undoRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
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
        changeJson(await undoChange(service, context.req.valid('param').collectionId, changeId)),
        200,
      );
    },
  );
}

function changeJson(change: Change): z.input<typeof changeSchema> {
  const { id, kind, summary, undo, keyId, createdAt, undoneAt } = change;
  const faceIds = new Set(undo.flatMap((step) => ('faceId' in step ? [step.faceId] : [])));
  return {
    id,
    kind,
    summary,
    ...(keyId !== undefined && { keyId }),
    createdAt: createdAt.toISOString(),
    ...(undoneAt && { undoneAt: undoneAt.toISOString() }),
    faceCount: faceIds.size,
    faceIds: [...faceIds].slice(0, SHOWN_FACES),
  };
}
