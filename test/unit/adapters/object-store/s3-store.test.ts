import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { openObjectStore } from '../../../../src/adapters/object-store/open-object-store.ts';
import { s3Environment, startS3, type TestS3 } from '../../../support/s3-server.ts';

const BYTES = new TextEncoder().encode('bytes');

let s3: TestS3;
beforeAll(async () => {
  s3 = await startS3('faces');
});
afterAll(() => s3.close());
beforeEach(() => reachBy(s3.endpoint));
afterEach(() => vi.unstubAllEnvs());

function reachBy(endpoint: string): void {
  for (const [name, value] of Object.entries(s3Environment(endpoint))) vi.stubEnv(name, value);
}

test('objects lie below the prefix, and those of other prefixes are not listed', async () => {
  const [one, other] = [
    await openObjectStore('s3://faces/one'),
    await openObjectStore('s3://faces/one-more'),
  ];
  await one.put('a', BYTES);
  await other.put('b', BYTES);
  const whole = await openObjectStore('s3://faces');
  expect(await whole.list('one')).toEqual(['one-more/b', 'one/a']);
  expect(await one.list('')).toEqual(['a']);
});

test('more than one page of names is listed whole', async () => {
  const names = Array.from({ length: 1005 }, (_, i) => String(i).padStart(4, '0'));
  for (const name of names) s3.overwrite(`many/${name}`, 'x');
  expect(await (await openObjectStore('s3://faces/many')).list('')).toEqual(names);
});

test('bytes that changed in the bucket are not handed on', async () => {
  const store = await openObjectStore('s3://faces/changed');
  await store.put('a', BYTES);
  s3.overwrite('changed/a', 'bytez');
  const reading = store.get('a');
  await expect(reading).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
  await expect(reading).rejects.toThrow('gives other bytes for changed/a than were put there');
});

test('an object carries its MD5, so that a server can refuse what was damaged on the way', async () => {
  const seen: IncomingHttpHeaders[] = [];
  reachBy(await startProxy((headers) => void seen.push(headers)));
  const store = await openObjectStore('s3://faces/hashed');
  await store.put('a', BYTES);
  expect(seen.at(-1)?.['content-md5']).toBe(createHash('md5').update(BYTES).digest('base64'));
});

test('a server that is busy twice is asked again', async () => {
  let refusals = 0;
  reachBy(
    await startProxy(({ 'content-md5': md5 }) => (md5 !== undefined && refusals++ < 2 ? 503 : undefined)),
  );
  const store = await openObjectStore('s3://faces/busy');
  await store.put('a', BYTES);
  expect(refusals).toBe(3);
  expect(await store.get('a')).toHaveLength(5);
});

test.each([
  ['no server answers', { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' }, 's3://faces/x', 'ECONNREFUSED'],
  ['the bucket is not there', {}, 's3://nowhere/x', 'NoSuchBucket, HTTP 404'],
  ['the key is unknown', { AWS_ACCESS_KEY_ID: 'other' }, 's3://faces/x', 'InvalidAccessKeyId, HTTP 403'],
])('where %s, it is said when the store is opened', async (_, environment, url, words) => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const opening = openObjectStore(url);
  await expect(opening).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' });
  await expect(opening).rejects.toThrow(words);
});

/** A server that hands requests on to S3's. @param answer looks at the headers, and gives a status to answer by itself */
async function startProxy(answer: (headers: IncomingHttpHeaders) => number | undefined): Promise<string> {
  const { hostname, port } = new URL(s3.endpoint);
  const proxy = createServer((incoming, outgoing) => {
    const status = answer(incoming.headers);
    if (status !== undefined) {
      incoming.resume();
      outgoing.writeHead(status).end();
      return;
    }
    const { method, url: path, headers } = incoming;
    const onward = request({ hostname, port, method, path, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}
