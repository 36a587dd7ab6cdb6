import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { type AnsweredFace, answerFaces, reviewQueue } from '../../pipeline/collections/review-queue.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { doneJson, doneSchema, idParameter, whoSchema } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';

const TAG = 'Review';
const params = z.object({ collectionId: idParameter('collectionId', 'collection') });

const answerSchema = z.strictObject({
  faceId: z.string(),
  answer: z.enum(['yes', 'unknown', 'not-this-person', 'someone-else', 'unsure']),
  personId: z.string().optional(),
  other: whoSchema.optional(),
});

const questionSchema = z
  .object({
    faceId: z.string(),
    photoId: z.string(),
    candidates: z.array(z.object({ personId: z.string(), name: z.string(), score: z.number() })),
    nearest: z.object({ faceId: z.string(), personId: z.string(), score: z.number() }).optional(),
    quality: z.number().optional().openapi({ description: 'Overall quality of the face, in [0, 1]' }),
    probability: z.number().optional(),
    value: z.number().openapi({ description: 'What an answer is expected to teach; the list is by it' }),
  })
  .openapi('Question');

/** Questions to a person, and their answers. */
export function questionRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  questionsRoute(app, service);
  answersRoute(app, service);
}

function questionsRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
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
      // Whoever is proposed was read.
      const proposed = new Set(items.flatMap(({ candidates }) => candidates.map(({ personId }) => personId)));
      const { collectionId } = context.req.valid('param');
      const at = service.ports.now();
      await service.log.record(
        [...proposed].map((personId) => ({
          at,
          action: 'questions.read',
          collectionId,
          personId,
          ...context.get('actor'),
        })),
      );
      return context.json(
        { items: items.map((item) => ({ ...item, candidates: [...item.candidates] })) },
        200,
      );
    },
  );
}

function answersRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
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
      const change = await answerFaces(
        service,
        context.req.valid('param').collectionId,
        answers as AnsweredFace[],
        context.get('actor'),
      );
      return context.json(doneJson(change), 200);
    },
  );
}
