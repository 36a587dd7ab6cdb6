import type { Context, MiddlewareHandler } from 'hono';
import { QuenError } from '../../core/errors.ts';
import type { KeyRing } from '../../toolkit/service/api-keys.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import { identifyCaller } from '../guards/key-check.ts';
import type { ServerEnv } from '../server-env.ts';
import type { ServerSettings } from '../settings.ts';
import { isSignedBy, readClaim, type SignedRequest } from './signature.ts';

/** Their name of the service within a signature. */
const SERVICE = 'rekognition';

/**
 * Finds out who calls. Keys in `x-api-key` or as a bearer count as everywhere; where a key is needed and there is none, the SDK's own signature
 * counts if {@link ServerSettings.awsKeys} allows it. Where no key is needed, signatures are not looked at. Throws `KEY_REFUSED`.
 */
export function identifySigner(
  { keys }: OpenService,
  ring: KeyRing,
  { needsKey, awsKeys = false }: ServerSettings,
): MiddlewareHandler<ServerEnv> {
  const byKey = identifyCaller(ring, needsKey);
  return async (context, next) => {
    const isSigned = /^AWS4-/.test(context.req.header('authorization') ?? '');
    if (!needsKey || !isSigned || context.req.header('x-api-key') !== undefined)
      return await byKey(context, next);
    if (!awsKeys)
      throw new QuenError(
        'KEY_REFUSED',
        'This service does not take AWS signatures: send the API key in the header x-api-key.',
      );
    const key = await signerOf(keys, context);
    context.set('actor', { keyId: key.id });
    context.set('scopes', key.scopes);
    return await next();
  };
}

/** One answer for whatever is wrong: it does not tell which keys there are. */
async function signerOf(store: OpenService['keys'], context: Context<ServerEnv>) {
  const refused = new QuenError(
    'KEY_REFUSED',
    'The signature is wrong, or its key unknown, revoked or past its time.',
  );
  const claim = readClaim(context.req.header('authorization'));
  if (claim === undefined || claim.service !== SERVICE) throw refused;
  const held = (await store.keys()).find(({ key }) => key.id === claim.accessKeyId);
  const now = new Date();
  if (held === undefined || held.key.revokedAt !== undefined || (held.key.expiresAt ?? now) < now)
    throw refused;
  // The hash stands in for the secret, which is not kept.
  const secretKey = Buffer.from(held.hash).toString('hex');
  const request = await signedRequest(context);
  if (!isSignedBy(secretKey, claim, request, { now, required: ['x-amz-target'] })) throw refused;
  return held.key;
}

async function signedRequest({ req }: Context<ServerEnv>): Promise<SignedRequest> {
  const { pathname, searchParams } = new URL(req.url);
  return {
    method: req.method,
    path: pathname,
    query: searchParams,
    headers: req.raw.headers,
    body: new Uint8Array(await req.arrayBuffer()),
  };
}
