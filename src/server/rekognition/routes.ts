import type { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { allows } from '../../collections/scopes.ts';
import { QuenError } from '../../core/errors.ts';
import type { KeyRing } from '../../toolkit/service/api-keys.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import type { ServerEnv } from '../server-env.ts';
import type { ServerSettings } from '../settings.ts';
import { identifySigner } from './caller.ts';
import { createCollection, deleteCollection, describeCollection, listCollections } from './collections.ts';
import { compareFaces, detectFaces } from './compare.ts';
import { deleteFaces, listFaces } from './faces.ts';
import { indexFaces } from './index-faces.ts';
import type { Operation } from './operation.ts';
import { jsonAnswer, Refusal, refusalOf } from './refusal.ts';
import { searchFaces, searchFacesByImage } from './search.ts';

const TARGET = 'RekognitionService.';

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['CompareFaces', compareFaces],
  ['CreateCollection', createCollection],
  ['DeleteCollection', deleteCollection],
  ['DeleteFaces', deleteFaces],
  ['DescribeCollection', describeCollection],
  ['DetectFaces', detectFaces],
  ['IndexFaces', indexFaces],
  ['ListCollections', listCollections],
  ['ListFaces', listFaces],
  ['SearchFaces', searchFaces],
  ['SearchFacesByImage', searchFacesByImage],
]);

/** What the surface works with. */
export interface RekognitionSurface {
  readonly service: OpenService;
  readonly ring: KeyRing;
  readonly settings: ServerSettings;
  /** Refuses a key that asks too often, with an answer. */
  readonly keyLimit: MiddlewareHandler<ServerEnv>;
  /** Takes faults that are the service's own. */
  readonly report: (cause: unknown) => void;
}

/** A second surface, in the shape of Amazon Rekognition's collections, for programs that use its SDK. It knows its callers itself. */
export function rekognitionRoutes(
  app: OpenAPIHono<ServerEnv>,
  { service, ring, settings, keyLimit, report }: RekognitionSurface,
): void {
  const knowCaller = identifySigner(service, ring, settings);
  app.post('/', async (context, next) => {
    const target = context.req.header('x-amz-target');
    if (target === undefined) return await next();
    try {
      await knowCaller(context, async () => undefined);
      const refused = await keyLimit(context, async () => undefined);
      if (refused !== undefined) return refused;
      const operation = operationOf(target, context.req.header('content-type'));
      if (!allows(context.get('scopes'), operation.scope))
        throw new QuenError('KEY_SCOPE', `This needs a key with the scope '${operation.scope}'.`);
      const body = jsonOf(await context.req.text());
      const answer = await operation.answer(body, { service, actor: context.get('actor') });
      return jsonAnswer(context, answer, 200);
    } catch (cause) {
      return refusalOf(cause, context, report);
    }
  });
}

function operationOf(target: string, contentType: string | undefined): Operation {
  if (contentType?.split(';')[0]?.trim().toLowerCase() !== 'application/x-amz-json-1.1')
    throw new Refusal('SerializationException', 'The body must be of the type application/x-amz-json-1.1.');
  const operation = target.startsWith(TARGET) ? OPERATIONS.get(target.slice(TARGET.length)) : undefined;
  if (operation !== undefined) return operation;
  throw new Refusal('UnknownOperationException', `There is no operation '${target}' here.`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('SerializationException', 'The body is not JSON.');
  }
}
