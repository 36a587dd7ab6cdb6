import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Job } from '../../collections/jobs.ts';
import { allows } from '../../collections/scopes.ts';
import { QuenError } from '../../core/errors.ts';
import { jobResults } from '../../pipeline/collections/jobs/job-results.ts';
import { closeJob, makeJob, removeJob, stopJob } from '../../pipeline/collections/jobs/manage-jobs.ts';
import { takePhoto } from '../../pipeline/collections/jobs/take-photo.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { idParameter, pageQuery, photoBody } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';
import { bodyBytes } from './body-bytes.ts';
import { jobJson, jobResultSchema, jobSchema, newJobSchema } from './job-schemas.ts';

const TAG = 'Jobs';
const inCollection = z.object({ collectionId: idParameter('collectionId', 'collection') });
const ofJob = z.object({ jobId: idParameter('jobId', 'job') });

/** Jobs over many photos: made, fed, followed, ended. */
export function jobRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  makeRoute(app, service);
  listRoute(app, service);
  readRoute(app, service);
  photoRoute(app, service);
  endRoutes(app, service);
  removeRoute(app, service);
  resultsRoute(app, service);
}

/** A job that the caller may have to do with: one that enrols needs what enrolling needs. Throws `NOT_FOUND` and `KEY_SCOPE`. */
export async function jobFor(context: Context<ServerEnv>, service: OpenService, id: string): Promise<Job> {
  const job = await service.jobs.job(id);
  assertScope(context, job.task.kind);
  return job;
}

function assertScope(context: Context<ServerEnv>, kind: Job['task']['kind']): void {
  if (!allows(context.get('scopes'), kind))
    throw new QuenError('KEY_SCOPE', `Such a job needs a key with the scope '${kind}'.`);
}

function makeRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/collections/{collectionId}/jobs',
      scope: 'identify',
      tag: TAG,
      summary: 'Make a job that photos can be sent to; one that enrols needs the scope `enrol`',
      request: {
        params: inCollection,
        body: { required: true, content: { 'application/json': { schema: newJobSchema } } },
      },
      body: jobSchema,
    }),
    async (context) => {
      const { collectionId } = context.req.valid('param');
      const task = context.req.valid('json');
      assertScope(context, task.kind);
      const job = await makeJob(service, collectionId, task, context.get('actor'));
      await service.log.record([
        {
          at: service.ports.now(),
          action: `job.${task.kind}`,
          collectionId,
          detail: job.id,
          ...context.get('actor'),
        },
      ]);
      return context.json(jobJson(job), 200);
    },
  );
}

function listRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/collections/{collectionId}/jobs',
      scope: 'identify',
      tag: TAG,
      summary: 'List the jobs of a collection, newest first',
      request: { params: inCollection, query: pageQuery },
      body: z.object({ items: z.array(jobSchema), next: z.string().optional() }),
    }),
    async (context) => {
      const { after, limit } = context.req.valid('query');
      const page = await service.jobs.jobs(context.req.valid('param').collectionId, {
        limit,
        ...(after !== undefined && { after }),
      });
      return context.json({ ...page, items: page.items.map(jobJson) }, 200);
    },
  );
}

function readRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/jobs/{jobId}',
      scope: 'identify',
      tag: TAG,
      summary: 'Read how far a job is',
      request: { params: ofJob },
      body: jobSchema,
    }),
    async (context) =>
      context.json(jobJson(await jobFor(context, service, context.req.valid('param').jobId)), 200),
  );
}

function photoRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/jobs/{jobId}/photos',
      scope: 'identify',
      tag: TAG,
      summary: 'Send a photo to an open job; once answered, it is not lost',
      request: {
        params: ofJob,
        query: z.object({
          label: z.string().min(1).max(1000).optional().openapi({
            description: 'Your own name for the photo; sent again under it, the photo is taken once',
          }),
          personId: idParameter('personId', 'person')
            .optional()
            .openapi({ param: { name: 'personId', in: 'query' }, description: 'Whom to enrol it as' }),
          name: z.string().trim().min(1).max(200).optional().openapi({
            description: 'Enrol it as somebody new; photos of the job with one name are of one person',
          }),
          externalId: z.string().min(1).max(200).optional().openapi({
            description: 'Enrol it as the person you know by this id; made if there is none',
          }),
        }),
        body: photoBody,
      },
      body: z.object({
        number: z.int().openapi({ description: 'Of the photo in the job, from 1' }),
        isNew: z.boolean().openapi({ description: 'False where it was taken before under its label' }),
      }),
    }),
    async (context) => {
      const job = await jobFor(context, service, context.req.valid('param').jobId);
      const { label, ...of } = context.req.valid('query');
      const bytes = await bodyBytes(context);
      const sent = { bytes, ...(label !== undefined && { label }), of: present(of) };
      return context.json(await takePhoto(service, job, sent), 200);
    },
  );
}

/** Without what is undefined. */
function present<T extends object>(values: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

function endRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const ends = [
    ['close', 'Say that no more photos come; the job is done once all are settled', closeJob],
    ['cancel', 'End a job: photos that were not begun are dropped, what was found stays', stopJob],
  ] as const;
  for (const [name, summary, end] of ends) {
    app.openapi(
      apiRoute({
        method: 'post',
        path: `/v1/jobs/{jobId}/${name}`,
        scope: 'identify',
        tag: TAG,
        summary,
        request: { params: ofJob },
        body: jobSchema,
      }),
      async (context) => {
        const { id } = await jobFor(context, service, context.req.valid('param').jobId);
        return context.json(jobJson(await end(service, id)), 200);
      },
    );
  }
}

function removeRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'delete',
      path: '/v1/jobs/{jobId}',
      scope: 'identify',
      tag: TAG,
      summary: 'Remove a job with its results; what it enrolled stays',
      request: { params: ofJob },
      body: z.object({ removed: z.literal(true) }),
    }),
    async (context) => {
      const { id } = await jobFor(context, service, context.req.valid('param').jobId);
      await removeJob(service, id);
      return context.json({ removed: true as const }, 200);
    },
  );
}

function resultsRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { ports, log } = service;
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/jobs/{jobId}/results',
      scope: 'identify',
      tag: TAG,
      summary: 'What a job found, in the order in which it was found; may be read while it runs',
      request: { params: ofJob, query: pageQuery },
      body: z.object({ items: z.array(jobResultSchema), next: z.string().optional() }),
    }),
    async (context) => {
      const job = await jobFor(context, service, context.req.valid('param').jobId);
      const { after, limit } = context.req.valid('query');
      const { personIds, ...page } = await jobResults(service, job, {
        limit,
        ...(after !== undefined && { after }),
      });
      const at = ports.now();
      const { collectionId } = job;
      const actor = context.get('actor');
      // Whoever is named in an answer was read.
      await log.record(
        personIds.map((personId) => ({ at, action: 'job.results', collectionId, personId, ...actor })),
      );
      return context.json({ ...page, items: [...page.items] as z.input<typeof jobResultSchema>[] }, 200);
    },
  );
}
