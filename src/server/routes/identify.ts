import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { QuenError } from '../../core/errors.ts';
import { detectPhoto } from '../../pipeline/collections/detect-photo.ts';
import { identifyPhoto } from '../../pipeline/collections/identify-photo.ts';
import { verifyPhotos } from '../../pipeline/collections/verify-photos.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { boxSchema, idParameter, photoAnswerSchema, photoBody } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';
import { bodyBytes } from './body-bytes.ts';

const TAG = 'Identification';

/** Who is in a photo; whether two photos show one person; where the faces of a photo are. */
export function identifyRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  identifyRoute(app, service);
  detectRoute(app, service);
  verifyRoute(app, service);
}

function identifyRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { ports, log } = service;
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/collections/{collectionId}/identify',
      scope: 'identify',
      tag: TAG,
      summary: 'Name all faces of a photo, or say unknown',
      request: {
        params: z.object({ collectionId: idParameter('collectionId', 'collection') }),
        query: z.object({
          limit: z.coerce.number().int().min(1).max(100).default(5),
          evidence: z.stringbool().default(false),
          keep: z
            .stringbool()
            .default(false)
            .openapi({ description: 'Let the faces wait for a person to look at them' }),
        }),
        body: photoBody,
      },
      body: photoAnswerSchema,
    }),
    async (context) => {
      const { collectionId } = context.req.valid('param');
      const answer = await identifyPhoto(
        service,
        collectionId,
        await bodyBytes(context),
        context.req.valid('query'),
      );
      const at = ports.now();
      if (answer.kind === 'failed') throw photoFault(answer);
      if (answer.kind === 'no-face')
        return context.json({ widthPx: answer.widthPx, heightPx: answer.heightPx, faces: [] }, 200);
      // Whoever is named in an answer was read.
      const named = new Set(
        answer.faces.flatMap(({ candidates }) => candidates.map(({ personId }) => personId)),
      );
      await log.record(
        [...named].map((personId) => ({
          at,
          action: 'identify',
          collectionId,
          personId,
          ...context.get('actor'),
        })),
      );
      const { kind: _kind, ...body } = answer;
      return context.json(body as z.input<typeof photoAnswerSchema>, 200);
    },
  );
}

function detectRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { ports } = service;
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/detect',
      scope: 'identify',
      tag: TAG,
      summary: 'Find the faces of a photo',
      request: { body: photoBody },
      body: z.object({
        widthPx: z.int(),
        heightPx: z.int(),
        faces: z.array(z.object({ box: boxSchema, detectionScore: z.number() })),
      }),
    }),
    async (context) => context.json(await detectPhoto(ports, await bodyBytes(context)), 200),
  );
}

function verifyRoute(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { ports } = service;
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/verify',
      scope: 'identify',
      tag: TAG,
      summary: 'Say how alike the faces of two photos are',
      request: {
        body: {
          required: true,
          content: {
            'multipart/form-data': {
              schema: z.object({
                first: z.any().openapi({ type: 'string', format: 'binary' }),
                second: z.any().openapi({ type: 'string', format: 'binary' }),
              }),
            },
          },
        },
      },
      body: z.object({ score: z.number(), first: boxSchema, second: boxSchema }),
    }),
    async (context) => {
      const form = await context.req.formData();
      const [first, second] = await Promise.all(['first', 'second'].map((name) => fileOf(form, name)));
      return context.json(await verifyPhotos(ports, first as Uint8Array, second as Uint8Array), 200);
    },
  );
}

async function fileOf(form: FormData, name: string): Promise<Uint8Array> {
  const part = form.get(name);
  if (part === null || typeof part === 'string')
    throw new QuenError('CONFIG_INVALID', `The form needs the file of a photo in '${name}'.`);
  return new Uint8Array(await part.arrayBuffer());
}

/** A photo that cannot be used is the caller's to mend. */
function photoFault({ code, reason }: { readonly code: string; readonly reason: string }): QuenError {
  return new QuenError(code as 'PHOTO_UNREADABLE', reason);
}
