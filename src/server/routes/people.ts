import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { changePeople } from '../../pipeline/collections/change-people.ts';
import type { ErasureProof } from '../../pipeline/collections/manage-people.ts';
import { erasePerson, mergePeople, removePerson } from '../../pipeline/collections/manage-people.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { faceJson, faceSchema, idParameter, pageQuery, personJson, personSchema } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';

const TAG = 'People';
const inCollection = z.object({ collectionId: idParameter('collectionId', 'collection') });
const ofPerson = z.object({ personId: idParameter('personId', 'person') });

const proofSchema = z
  .object({
    photoCount: z.int(),
    faceCount: z.int(),
    traces: z
      .record(z.string(), z.int())
      .openapi({ description: 'Rows by table that still name the person; all 0' }),
  })
  .openapi('ErasureProof');

/** People: added, listed, read, renamed, merged, removed, erased. */
export function peopleRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  listRoutes(app, service);
  changeRoutes(app, service);
  eraseRoute(app, service);
}

function listRoutes(app: OpenAPIHono<ServerEnv>, { ports, log }: OpenService): void {
  const { store } = ports;
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/collections/{collectionId}/people',
      scope: 'identify',
      tag: TAG,
      summary: 'List people by name',
      request: { params: inCollection, query: pageQuery.extend({ search: z.string().max(200).optional() }) },
      body: z.object({ items: z.array(personSchema), next: z.string().optional() }),
    }),
    async (context) => {
      const { collectionId } = context.req.valid('param');
      const { after, search, limit } = context.req.valid('query');
      const page = await store.people(collectionId, {
        limit,
        ...(after !== undefined && { after }),
        ...(search !== undefined && { search }),
      });
      await log.record([
        {
          at: ports.now(),
          action: 'people.list',
          collectionId,
          detail: `${page.items.length} people`,
          ...context.get('actor'),
        },
      ]);
      return context.json({ ...page, items: page.items.map(personJson) }, 200);
    },
  );
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/people/{personId}',
      scope: 'identify',
      tag: TAG,
      summary: 'Read a person and their faces',
      request: { params: ofPerson },
      body: personSchema.extend({ faces: z.array(faceSchema) }),
    }),
    async (context) => {
      const { personId } = context.req.valid('param');
      const person = await store.person(personId);
      const faces = await store.facesOfPerson(personId);
      await log.record([
        {
          at: ports.now(),
          action: 'person.read',
          collectionId: person.collectionId,
          personId,
          ...context.get('actor'),
        },
      ]);
      return context.json({ ...personJson(person), faces: faces.map(faceJson) }, 200);
    },
  );
}

const name = z.string().trim().min(1).max(200);

function changeRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  addPersonRoute(app, service);
  editPersonRoute(app, service);
  mergeRoute(app, service);
  removePersonRoute(app, service);
}

function addPersonRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { ports } = service;
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/collections/{collectionId}/people',
      scope: 'enrol',
      tag: TAG,
      summary: 'Add somebody without photos yet',
      request: {
        params: inCollection,
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.strictObject({
                name,
                externalId: z.string().min(1).max(200).optional(),
                consent: z.string().max(2000).optional(),
                retainUntil: z.iso.datetime().optional(),
              }),
            },
          },
        },
      },
      body: personSchema,
    }),
    async (context) => {
      const { collectionId } = context.req.valid('param');
      const wanted = context.req.valid('json');
      const personId = ports.newId('person');
      const step = {
        step: 'add-person',
        personId,
        name: wanted.name,
        externalId: wanted.externalId ?? null,
        consent: wanted.consent ?? null,
        retainUntil: wanted.retainUntil ?? null,
        createdAt: ports.now().toISOString(),
      } as const;
      await changePeople(
        service,
        collectionId,
        { kind: 'add-person', summary: 'Somebody was added', steps: [step] },
        context.get('actor'),
      );
      return context.json(personJson(await ports.store.person(personId)), 200);
    },
  );
}

function editPersonRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { ports } = service;
  app.openapi(
    apiRoute({
      method: 'patch',
      path: '/v1/people/{personId}',
      scope: 'enrol',
      tag: TAG,
      summary: 'Rename somebody, or note consent and until when they are kept',
      request: {
        params: ofPerson,
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.strictObject({
                name: name.optional(),
                consent: z.string().max(2000).optional(),
                retainUntil: z.iso.datetime().nullable().optional(),
              }),
            },
          },
        },
      },
      body: personSchema,
    }),
    async (context) => {
      const { personId } = context.req.valid('param');
      const { name: renamed, consent, retainUntil } = context.req.valid('json');
      const { collectionId } = await ports.store.person(personId);
      if (renamed !== undefined) {
        const steps = [{ step: 'rename-person', personId, name: renamed }] as const;
        await changePeople(
          service,
          collectionId,
          { kind: 'rename', summary: 'Somebody was renamed', steps },
          context.get('actor'),
        );
      }
      if (consent !== undefined || retainUntil !== undefined)
        await ports.store.setConsent(personId, {
          consent,
          retainUntil: typeof retainUntil === 'string' ? new Date(retainUntil) : retainUntil,
        });
      return context.json(personJson(await ports.store.person(personId)), 200);
    },
  );
}

function mergeRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { ports } = service;
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/people/{personId}/merge',
      scope: 'enrol',
      tag: TAG,
      summary: 'Make somebody one with somebody else; undoing parts them',
      request: {
        params: ofPerson,
        body: {
          required: true,
          content: { 'application/json': { schema: z.strictObject({ into: z.string() }) } },
        },
      },
      body: personSchema,
    }),
    async (context) => {
      const { personId } = context.req.valid('param');
      const { into } = context.req.valid('json');
      await mergePeople(service, { from: personId, into }, context.get('actor'));
      return context.json(personJson(await ports.store.person(into)), 200);
    },
  );
}

function removePersonRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'delete',
      path: '/v1/people/{personId}',
      scope: 'enrol',
      tag: TAG,
      summary: 'Remove somebody; their faces are unknown again, and undoing brings both back',
      request: { params: ofPerson },
      body: z.object({ removed: z.literal(true) }),
    }),
    async (context) => {
      await removePerson(service, context.req.valid('param').personId, context.get('actor'));
      return context.json({ removed: true as const }, 200);
    },
  );
}

function eraseRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/people/{personId}/erase',
      scope: 'admin',
      tag: TAG,
      summary: 'Erase somebody for good: photos, crops, templates, rows; and prove it',
      request: { params: ofPerson },
      body: proofSchema,
    }),
    async (context) => {
      const { personId } = context.req.valid('param');
      const { collectionId } = await service.ports.store.person(personId);
      const { photoCount, faceCount, traces }: ErasureProof = await erasePerson(service, personId);
      const detail = `${photoCount} photos, ${faceCount} faces`;
      await service.log.record([
        { at: service.ports.now(), action: 'person.erase', collectionId, detail, ...context.get('actor') },
      ]);
      return context.json({ photoCount, faceCount, traces: { ...traces } }, 200);
    },
  );
}
