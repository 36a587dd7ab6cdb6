import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiKey } from '../../collections/access.ts';
import { SCOPES } from '../../collections/scopes.ts';
import { type KeyRing, makeKey } from '../../toolkit/service/api-keys.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { idParameter, pageQuery } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';

const TAG = 'Access';

const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().optional(),
    revokedAt: z.iso.datetime().optional(),
  })
  .openapi('ApiKey');

const recordSchema = z
  .object({
    id: z.int(),
    at: z.iso.datetime(),
    keyId: z.string().optional(),
    action: z.string(),
    collectionId: z.string().optional(),
    personId: z.string().optional(),
    detail: z.string().optional(),
  })
  .openapi('AccessRecord');

/** Keys of the API, and the log of who read whom. */
export function keyRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService, ring: KeyRing): void {
  makeKeyRoute(app, service, ring);
  listKeysRoute(app, service);
  revokeKeyRoute(app, service, ring);
  accessLogRoute(app, service);
}

function makeKeyRoute(app: OpenAPIHono<ServerEnv>, service: OpenService, ring: KeyRing): void {
  const { keys, log, ports } = service;
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/keys',
      scope: 'admin',
      tag: TAG,
      summary: 'Make a key; its secret is told this once',
      request: {
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.strictObject({
                name: z.string().trim().min(1).max(200),
                scopes: z.array(z.enum(SCOPES)).min(1),
                expiresAt: z.iso.datetime().optional(),
              }),
            },
          },
        },
      },
      body: keySchema.extend({ secret: z.string() }),
    }),
    async (context) => {
      const { name, scopes, expiresAt } = context.req.valid('json');
      const wanted = { name, scopes, ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }) };
      const held = context.get('scopes');
      const made = await makeKey(keys, wanted, { held, id: ports.newId('key'), now: ports.now() });
      ring.refresh();
      await log.record([
        { at: ports.now(), action: 'key.make', detail: made.key.id, ...context.get('actor') },
      ]);
      return context.json({ ...keyJson(made.key), secret: made.secret }, 200);
    },
  );
}

function listKeysRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { keys } = service;
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/keys',
      scope: 'admin',
      tag: TAG,
      summary: 'List the keys, without their secrets',
      request: {},
      body: z.object({ items: z.array(keySchema) }),
    }),
    async (context) => context.json({ items: (await keys.keys()).map(({ key }) => keyJson(key)) }, 200),
  );
}

function revokeKeyRoute(app: OpenAPIHono<ServerEnv>, service: OpenService, ring: KeyRing): void {
  const { keys, log, ports } = service;
  app.openapi(
    apiRoute({
      method: 'delete',
      path: '/v1/keys/{keyId}',
      scope: 'admin',
      tag: TAG,
      summary: 'Revoke a key',
      request: { params: z.object({ keyId: idParameter('keyId', 'key') }) },
      body: z.object({ revoked: z.literal(true) }),
    }),
    async (context) => {
      const { keyId } = context.req.valid('param');
      await keys.revokeKey(keyId, ports.now());
      ring.refresh();
      await log.record([{ at: ports.now(), action: 'key.revoke', detail: keyId, ...context.get('actor') }]);
      return context.json({ revoked: true as const }, 200);
    },
  );
}

function accessLogRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { log } = service;
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/access-log',
      scope: 'admin',
      tag: TAG,
      summary: 'Who read or changed data of whom, newest first',
      request: { query: pageQuery.extend({ personId: z.string().optional() }) },
      body: z.object({ items: z.array(recordSchema), next: z.string().optional() }),
    }),
    async (context) => {
      const { after, limit, personId } = context.req.valid('query');
      const page = await log.read({
        limit,
        ...(after !== undefined && { after }),
        ...(personId !== undefined && { personId }),
      });
      return context.json(
        { ...page, items: page.items.map((record) => ({ ...record, at: record.at.toISOString() })) },
        200,
      );
    },
  );
}

function keyJson({ id, name, scopes, createdAt, expiresAt, revokedAt }: ApiKey): z.input<typeof keySchema> {
  return {
    id,
    name,
    scopes: [...scopes],
    createdAt: createdAt.toISOString(),
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
  };
}
