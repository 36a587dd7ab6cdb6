import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { CollectionFinding } from '../../collections/findings.ts';
import { FINDING_KINDS } from '../../core/audit-finding.ts';
import { answerFindings } from '../../pipeline/collections/analysis/answer-findings.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { doneJson, doneSchema, idParameter } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';

const TAG = 'Review';
const params = z.object({ collectionId: idParameter('collectionId', 'collection') });
const namedPerson = z.object({ personId: z.string(), name: z.string() });
const faceIds = z.array(z.string());

const findingSchema = z
  .object({
    id: z.string(),
    kind: z.enum(FINDING_KINDS),
    confidence: z.number().openapi({ description: 'How likely it is so; the list is by it' }),
    people: z.array(namedPerson).openapi({ description: 'The one to look at first' }),
    faceIds,
    evidence: z.array(z.object({ faceId: z.string(), personId: z.string(), score: z.number() })),
    proposal: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('move'), faceIds, to: namedPerson }),
        z.object({ kind: z.literal('move-to-new'), faceIds, name: z.string() }),
        z.object({ kind: z.literal('set-aside'), faceIds }),
        z.object({ kind: z.literal('merge'), from: namedPerson, into: namedPerson }),
        z.object({ kind: z.literal('none') }),
      ])
      .openapi({ description: 'What the answer `yes` does' }),
    reason: z.string(),
  })
  .openapi('Finding');

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

function findingJson(finding: CollectionFinding): z.input<typeof findingSchema> {
  return JSON.parse(JSON.stringify(finding)) as z.input<typeof findingSchema>;
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
