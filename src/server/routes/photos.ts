import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { QuenError } from '../../core/errors.ts';
import { type EnrolAnswer, enrolPhoto } from '../../pipeline/collections/enrol-photo.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { faceJson, faceSchema, idParameter, photoBody } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';
import { bodyBytes } from './body-bytes.ts';

const TAG = 'Photos';

const enrolledSchema = z
  .object({
    personId: z.string(),
    isNew: z.boolean().openapi({ description: 'False where the very same photo was enrolled before' }),
    photoId: z.string(),
    face: faceSchema.optional(),
    faceCount: z
      .int()
      .optional()
      .openapi({ description: 'Faces of the photo, of which the one that counts was enrolled' }),
  })
  .openapi('EnrolledPhoto');

/** Photos: enrolled, and what was kept of them looked at. */
export function photoRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const { ports } = service;
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/people/{personId}/photos',
      scope: 'enrol',
      tag: TAG,
      summary: 'Enrol a photo of somebody',
      request: { params: z.object({ personId: idParameter('personId', 'person') }), body: photoBody },
      body: enrolledSchema,
    }),
    async (context) => {
      const { personId } = context.req.valid('param');
      const { collectionId } = await ports.store.person(personId);
      const bytes = await bodyBytes(context);
      const answer = await enrolPhoto(
        service,
        collectionId,
        { bytes, target: { kind: 'known', personId } },
        context.get('actor'),
      );
      return context.json(enrolledJson(answer), 200);
    },
  );
  app.openapi(
    apiRoute({
      method: 'post',
      path: '/v1/collections/{collectionId}/photos',
      scope: 'enrol',
      tag: TAG,
      summary: 'Enrol a photo of somebody new',
      request: {
        params: z.object({ collectionId: idParameter('collectionId', 'collection') }),
        query: z.object({
          name: z.string().trim().min(1).max(200),
          externalId: z.string().min(1).max(200).optional(),
        }),
        body: photoBody,
      },
      body: enrolledSchema,
    }),
    async (context) => {
      const { collectionId } = context.req.valid('param');
      const { name, externalId } = context.req.valid('query');
      const target = { kind: 'new', name, ...(externalId !== undefined && { externalId }) } as const;
      const bytes = await bodyBytes(context);
      const answer = await enrolPhoto(service, collectionId, { bytes, target }, context.get('actor'));
      return context.json(enrolledJson(answer), 200);
    },
  );
  pictureRoute(app, service, 'photos');
  pictureRoute(app, service, 'faces');
}

function enrolledJson(answer: EnrolAnswer): z.input<typeof enrolledSchema> {
  switch (answer.kind) {
    case 'enrolled': {
      const { personId, face, faceCount } = answer;
      return { personId, isNew: true, photoId: face.photoId, face: faceJson(face), faceCount };
    }
    case 'repeated':
      return { personId: answer.personId, isNew: false, photoId: answer.photoId };
    case 'no-face':
      throw new QuenError(
        'PHOTO_UNREADABLE',
        'No face was found in the photo. Send one that shows the face.',
      );
    case 'failed':
      throw new QuenError(answer.code as 'PHOTO_UNREADABLE', answer.reason);
  }
}

/** Pictures are data of people too: reading one is logged, and needs more than to identify. */
function pictureRoute(
  app: OpenAPIHono<ServerEnv>,
  { ports, log }: OpenService,
  kind: 'photos' | 'faces',
): void {
  const what = kind === 'photos' ? 'photo' : 'face';
  const route = apiRoute({
    method: 'get',
    path: `/v1/${kind}/{id}/picture`,
    scope: 'enrol',
    tag: TAG,
    summary:
      kind === 'photos' ? 'The file of a photo, where it was kept' : 'The crop of a face, where it was kept',
    request: { params: z.object({ id: idParameter('id', what) }) },
    media: kind === 'photos' ? 'application/octet-stream' : 'image/jpeg',
    body: z.string().openapi({ format: 'binary' }),
  });
  app.openapi(route, async (context): Promise<never> => {
    const { id } = context.req.valid('param');
    const { personId, collectionId } = await shownBy(kind, id);
    const bytes = await (kind === 'photos' ? ports.vault.photo(id) : ports.vault.crop(id));
    if (bytes === undefined) throw new QuenError('NOT_FOUND', `No picture of ${id} was kept.`);
    await log.record([
      {
        at: ports.now(),
        action: `${what}.picture`,
        collectionId,
        ...(personId !== undefined && { personId }),
        ...context.get('actor'),
      },
    ]);
    // A photo as it came may be anything that looks like one to some program: never shown as a page.
    const type = kind === 'faces' ? 'image/jpeg' : 'application/octet-stream';
    const headers = {
      'content-type': type,
      'content-disposition': kind === 'faces' ? 'inline' : 'attachment',
      'cache-control': 'private, max-age=300',
    };
    return context.body(Uint8Array.from(bytes), 200, headers) as never;
  });

  async function shownBy(
    of: 'photos' | 'faces',
    id: string,
  ): Promise<{ personId?: string; collectionId: string }> {
    if (of === 'photos') return { collectionId: (await ports.store.photo(id)).collectionId };
    const { personId, collectionId } = await ports.store.face(id);
    return { collectionId, ...(personId !== undefined && { personId }) };
  }
}
