import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request as it was signed. */
export interface SignedRequest {
  readonly method: string;
  /** Path as it stands in the request's first line. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** What an `Authorization` header of AWS Signature Version 4 says. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  /** Day of the signature, as in `20261128`. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** Lower case, sorted. */
  readonly signedHeaders: readonly string[];
  /** 64 hexadecimal digits. */
  readonly signature: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const CLAIM =
  /^AWS4-HMAC-SHA256\s+Credential=([\w-]+)\/(\d{8})\/([\w-]+)\/([\w-]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;
/** A signature that is older, or further ahead, is worth nothing. */
const VALID_MS = 15 * 60_000;

/** Reads an `Authorization` header; undefined for one of another kind or shape. */
export function readClaim(authorization: string | undefined): SignatureClaim | undefined {
  const [, accessKeyId, day, region, service, headers, signature] = CLAIM.exec(authorization ?? '') ?? [];
  if (!accessKeyId || !day || !region || !service || !headers || !signature) return undefined;
  return { accessKeyId, day, region, service, signedHeaders: headers.split(';'), signature };
}

/**
 * Whether a request was signed with a secret key and not changed since, at most 15 minutes from now (AWS Signature Version 4). The body is hashed
 * here: what the request says of its hash must agree, and an unsigned body is no match.
 * @param required headers that must be among the signed ones, besides `host` and `x-amz-date`
 */
export function isSignedBy(
  secretKey: string,
  claim: SignatureClaim,
  request: SignedRequest,
  { now, required }: { readonly now: Date; readonly required: readonly string[] },
): boolean {
  const { headers, body } = request;
  const time = headers.get('x-amz-date') ?? '';
  const bodyHash = sha256Hex(body);
  const isWhole = ['host', 'x-amz-date', ...required].every((name) => claim.signedHeaders.includes(name));
  const isOfBody = (headers.get('x-amz-content-sha256') ?? bodyHash) === bodyHash;
  if (!isWhole || !isOfBody || !isTimely(time, claim.day, now)) return false;
  const wanted = signatureOf(secretKey, claim, {
    time,
    canonical: canonicalRequest(request, claim, bodyHash),
  });
  return timingSafeEqual(wanted, Buffer.from(claim.signature, 'hex'));
}

function isTimely(time: string, day: string, now: Date): boolean {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  if (time.slice(0, 8) !== day) return false;
  const age = now.getTime() - Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  return Math.abs(age) <= VALID_MS;
}

function canonicalRequest(
  { method, path, query, headers }: SignedRequest,
  { signedHeaders }: SignatureClaim,
  bodyHash: string,
): string {
  const pairs = [...query].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort();
  const lines = signedHeaders.map(
    (name) => `${name}:${(headers.get(name) ?? '').trim().replace(/ +/g, ' ')}\n`,
  );
  return [method, path, pairs.join('&'), lines.join(''), signedHeaders.join(';'), bodyHash].join('\n');
}

/** Percent-encoded as RFC 3986 has it, which is stricter than JavaScript. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function signatureOf(
  secretKey: string,
  { day, region, service }: SignatureClaim,
  { time, canonical }: { readonly time: string; readonly canonical: string },
): Buffer {
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = [ALGORITHM, time, scope, sha256Hex(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretKey}`);
  return hmac(key, text);
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256Hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
