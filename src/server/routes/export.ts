import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AccessRecord } from '../../collections/access.ts';
import { type ExportedFace, exportPerson } from '../../pipeline/collections/export-person.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { faceJson, faceSchema, idParameter, personJson, personSchema } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';

const exportedFaceSchema = faceSchema.extend({
  photo: z.object({ sha256: z.string(), widthPx: z.int(), heightPx: z.int(), kept: z.string() }),
  crop: z.string().optional().openapi({ description: 'JPEG as a data URI; absent where none was kept' }),
});

const exportSchema = z
  .object({
    person: personSchema,
    faces: z.array(exportedFaceSchema),
    log: z.array(
      z.object({
        at: z.iso.datetime(),
        action: z.string(),
        keyId: z.string().optional(),
        detail: z.string().optional(),
      }),
    ),
  })
  .openapi('PersonExport');

/** All that is kept about somebody, for them to have. */
export function exportRoutes(app: OpenAPIHono<ServerEnv>, service: OpenService): void {
  const route = apiRoute({
    method: 'get',
    path: '/v1/people/{personId}/export',
    scope: 'admin',
    tag: 'People',
    summary: 'Export all that is kept about somebody: records, crops, and who read them',
    request: { params: z.object({ personId: idParameter('personId', 'person') }) },
    body: exportSchema,
  });
  app.openapi(route, async (context) => {
    const { personId } = context.req.valid('param');
    const { person, faces, log } = await exportPerson(service, personId);
    await service.log.record([
      {
        at: service.ports.now(),
        action: 'person.export',
        collectionId: person.collectionId,
        personId,
        ...context.get('actor'),
      },
    ]);
    return context.json(
      { person: personJson(person), faces: faces.map(exportedFaceJson), log: log.map(recordJson) },
      200,
    );
  });
}

function exportedFaceJson({ face, photo, crop }: ExportedFace): z.input<typeof exportedFaceSchema> {
  const { sha256, widthPx, heightPx, kept } = photo;
  const image = crop && `data:image/jpeg;base64,${Buffer.from(crop).toString('base64')}`;
  return {
    ...faceJson(face),
    photo: { sha256, widthPx, heightPx, kept },
    ...(image !== undefined && { crop: image }),
  };
}

function recordJson({ at, action, keyId, detail }: AccessRecord) {
  return {
    at: at.toISOString(),
    action,
    ...(keyId !== undefined && { keyId }),
    ...(detail !== undefined && { detail }),
  };
}
