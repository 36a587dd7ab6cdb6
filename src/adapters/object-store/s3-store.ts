import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { QuenError } from '../../core/errors.ts';
import { assertObjectName, type ObjectStore } from '../../jobs/object-store.ts';

/** A bucket, and what all names in it begin with. */
interface BucketPlace {
  readonly client: S3Client;
  readonly bucket: string;
  /** Empty, or ends with `/`. */
  readonly prefix: string;
}

/** What S3 itself keeps of an object: the SHA-256 of its bytes, hexadecimal, checked by whoever fetches it. */
const SHA256_FIELD = 'quen-sha256';

/** A request is tried so often, with growing pauses between. */
const TRIES = 5;
/** A network that swallows what is sent would hold a worker for ever. */
const CONNECTION_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 60_000;
/** Servers other than Amazon's mostly have no regions, and take this. */
const ANY_REGION = 'us-east-1';

/**
 * A bucket as a store. Objects carry an MD5 that the server checks when it takes them and a SHA-256 that is checked when they come back,
 * since both work with every server that speaks S3; the SDK's own checksums do not.
 * @param prefix of all names, without or with `/` at its end. Throws `STORE_UNREACHABLE` where the bucket is not there or not ours, and
 * `CONFIG_INVALID` for a prefix that cannot begin names
 */
export async function openS3Store(bucket: string, prefix: string): Promise<ObjectStore> {
  const trimmed = prefix.replace(/\/$/, '');
  if (trimmed !== '') assertObjectName(trimmed);
  const place = { client: clientOf(process.env), bucket, prefix: trimmed === '' ? '' : `${trimmed}/` };
  // A list says why it is refused; the answer to HEAD has no body to say it in.
  const glance = new ListObjectsV2Command({ Bucket: bucket, Prefix: place.prefix, MaxKeys: 1 });
  await reaching(place, '', () => place.client.send(glance));
  return {
    get: (name) => getObject(place, name),
    put: (name, bytes) => putObject(place, name, bytes),
    list: (start) => listObjects(place, start),
    remove: (name) => removeObject(place, name),
  };
}

function clientOf(environment: NodeJS.ProcessEnv): S3Client {
  const endpoint = environment['AWS_ENDPOINT_URL_S3'] || environment['AWS_ENDPOINT_URL'];
  const hasRegion = environment['AWS_REGION'] !== undefined;
  return new S3Client({
    maxAttempts: TRIES,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, socketTimeout: SILENCE_TIMEOUT_MS },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // A server of one's own seldom has a name for each bucket.
    ...(endpoint && { endpoint, forcePathStyle: true, ...(!hasRegion && { region: ANY_REGION }) }),
  });
}

async function getObject(place: BucketPlace, name: string): Promise<Uint8Array | undefined> {
  const found = await reaching(place, name, () => fetchObject(place, name));
  if (found === undefined) return undefined;
  const { bytes, sha256 } = found;
  if (sha256 === undefined || sha256 === hashOf(bytes, 'sha256', 'hex')) return bytes;
  const message = `The bucket ${place.bucket} gives other bytes for ${place.prefix}${name} than were put there. Remove the object; what needs it is made again.`;
  throw new QuenError('STORE_UNREACHABLE', message);
}

async function fetchObject(place: BucketPlace, name: string) {
  try {
    const { Body, Metadata } = await place.client.send(new GetObjectCommand(keyOf(place, name)));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    return { bytes, sha256: Metadata?.[SHA256_FIELD] };
  } catch (cause) {
    if (cause instanceof NoSuchKey) return undefined;
    throw cause;
  }
}

async function putObject(place: BucketPlace, name: string, bytes: Uint8Array): Promise<void> {
  const command = new PutObjectCommand({
    ...keyOf(place, name),
    Body: bytes,
    ContentLength: bytes.length,
    ContentMD5: hashOf(bytes, 'md5', 'base64'),
    Metadata: { [SHA256_FIELD]: hashOf(bytes, 'sha256', 'hex') },
  });
  await reaching(place, name, () => place.client.send(command));
}

async function listObjects(place: BucketPlace, start: string): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: place.bucket,
      Prefix: place.prefix + start,
      ...(token !== undefined && { ContinuationToken: token }),
    });
    const page = await reaching(place, start, () => place.client.send(command));
    names.push(...(page.Contents ?? []).map(({ Key = '' }) => Key.slice(place.prefix.length)));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return names.sort();
}

async function removeObject(place: BucketPlace, name: string): Promise<void> {
  await reaching(place, name, () => place.client.send(new DeleteObjectCommand(keyOf(place, name))));
}

function keyOf({ bucket, prefix }: BucketPlace, name: string): { Bucket: string; Key: string } {
  assertObjectName(name);
  return { Bucket: bucket, Key: prefix + name };
}

function hashOf(bytes: Uint8Array, algorithm: 'md5' | 'sha256', encoding: 'hex' | 'base64'): string {
  return createHash(algorithm).update(bytes).digest(encoding);
}

async function reaching<Answer>(
  { bucket, prefix }: BucketPlace,
  name: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof QuenError) throw cause;
    const where = name === '' ? `s3://${bucket}` : `s3://${bucket}/${prefix}${name}`;
    const message = `${where} cannot be reached: ${reasonOf(cause)}. Check the bucket, AWS_ENDPOINT_URL_S3 and the credentials.`;
    throw new QuenError('STORE_UNREACHABLE', message, { cause });
  }
}

/** What the server answered, or why it did not. */
function reasonOf(cause: unknown): string {
  const { name, message, $metadata, code } = cause as Error & {
    $metadata?: { httpStatusCode?: number };
    code?: string;
  };
  const status = $metadata?.httpStatusCode;
  return [code ?? name, status && `HTTP ${status}`, message].filter(Boolean).join(', ').replace(/\.$/, '');
}
