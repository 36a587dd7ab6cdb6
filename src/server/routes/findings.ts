import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { answerFindings } from '../../pipeline/collections/analysis/answer-findings.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { doneJson, doneSchema, idParameter } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';
import { findingJson, findingSchema } from './finding-schemas.ts';

const TAG = 'Review';
const params = z.object({ collectionId: idParameter('collectionId', 'collection') });

/** Findings of the audit of a collection, and their answers. */
export function findingRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  findingsRoute(app, service);
  findingAnswersRoute(app, service);
}

function findingsRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'get',
      path: '/v1/collections/{collectionId}/findings',
      scope: 'enrol',
      tag: TAG,
      summary:
        'What may be wrong with the people: mislabelled faces, one person under two names, two under one, copies; surest first',
      request: { params, query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }) },
      body: z.object({
        items: z.array(findingSchema),
        total: z.int().openapi({ description: 'How many there are, beyond the limit too' }),
      }),
    }),
    async (context) => {
      const { collectionId } = context.req.valid('param');
      const found = await service.insights.findings(collectionId);
      const items = found.slice(0, context.req.valid('query').limit);
      const at = service.ports.now();
      const read = new Set(items.flatMap(({ people }) => people.map(({ personId }) => personId)));
      await service.log.record(
        [...read].map((personId) => ({
          at,
          action: 'findings.read',
          collectionId,
          personId,
          ...context.get('actor'),
        })),
      );
      return context.json({ items: items.map(findingJson), total: found.length }, 200);
    },
  );
}

function findingAnswersRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/collections/{collectionId}/finding-answers',
      scope: 'enrol',
      tag: TAG,
      summary: 'Answer findings, together as one change: yes mends as proposed, no settles that all is well',
      request: {
        params,
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.strictObject({
                answers: z
                  .array(z.strictObject({ findingId: z.string().max(300), answer: z.enum(['yes', 'no']) }))
                  .min(1)
                  .max(1000),
              }),
            },
          },
        },
      },
      body: doneSchema,
    }),
    async (context) => {
      const { answers } = context.req.valid('json');
      const { collectionId } = context.req.valid('param');
      return context.json(
        doneJson(await answerFindings(service, collectionId, answers, context.get('actor'))),
        200,
      );
    },
  );
}
