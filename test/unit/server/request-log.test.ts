import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestLines } from '../../../src/cli/request-lines.ts';
import { SCOPES } from '../../../src/collections/scopes.ts';
import { makeKey } from '../../../src/toolkit/service/api-keys.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { type MadeService, madePhoto, madeService } from '../../support/made-service.ts';
import { type AskedApi, apiOver, good } from '../../support/service-client.ts';

onBothDatabases((database) => {
  let service: MadeService;
  let api: AskedApi;
  let key: string;
  let keyId: string;
  beforeAll(async () => {
    service = madeService(database());
    api = apiOver(service, { needsKey: true });
    const how = { held: SCOPES, id: service.ports.newId('key'), now: new Date() };
    const made = await makeKey(service.keys, { name: 'Quentina key', scopes: ['admin'] }, how);
    key = made.secret;
    keyId = made.key.id;
  });
  afterAll(() => service[Symbol.asyncDispose]());

  test('no line holds a name, an id of a person or of a caller’s own, a photo’s label, or a secret', async () => {
    const { ask } = api;
    const start = api.logged.length;
    const { id } = await good(ask, 'POST', '/v1/collections', { key, json: { name: 'Quentina people' } });
    const path = `/v1/collections/${id}`;
    const photo = madePhoto(['Quentina']);
    const { personId } = await good(ask, 'POST', `${path}/photos?name=Quentina&externalId=ext-77`, {
      key,
      body: photo,
    });
    await good(ask, 'GET', `${path}/people?search=Quentina`, { key });
    await good(ask, 'GET', `/v1/people/${personId}`, { key });
    await good(ask, 'POST', `${path}/identify?evidence=true`, { key, body: photo });
    const job = await good(ask, 'POST', `${path}/jobs`, { key, json: { kind: 'enrol' } });
    await good(ask, 'POST', `/v1/jobs/${job.id}/photos?label=quentina.jpg&name=Quentina`, {
      key,
      body: photo,
    });
    await ask('GET', '/v1/people/Quentina', { key });
    await ask('GET', '/Quentina', { key: 'quen_wrong' });
    const entries = api.logged.slice(start);
    expect(entries).toHaveLength(9);
    for (const format of ['json', 'text'] as const) {
      const lines: string[] = [];
      const write = requestLines(format, (line) => lines.push(line));
      for (const entry of entries) write?.(entry);
      expect(lines).toHaveLength(9);
      for (const line of lines) {
        expect(line).not.toMatch(/quentina|ext-77|quen_/i);
        expect(line).not.toMatch(/(per|fac|pho|col|job)_[0-9a-f]{32}/);
        expect(line).not.toMatch(/\d\.\d{4}|\[/);
      }
    }
  });

  test('a line has the route’s pattern, the status, the time taken and the key', async () => {
    await api.ask('GET', `/v1/people/per_${'0'.repeat(32)}`, { key });
    expect(api.logged.at(-1)).toEqual({
      level: 'info',
      request: expect.stringMatching(/^[0-9a-f-]{36}$/),
      method: 'GET',
      route: '/v1/people/:personId',
      status: 404,
      ms: expect.any(Number),
      keyId,
    });
  });

  test('an answer bears the number its line has; a proxy’s is taken over, text that may be a name is not', async () => {
    const asked = async (number: string) =>
      (await api.ask('GET', '/healthz', { headers: { 'x-request-id': number } })).headers.get('x-request-id');
    expect(await asked('4BF92F3577B34DA6')).toBe('4bf92f3577b34da6');
    const own = await asked('Quentina');
    expect(own).toMatch(/^[0-9a-f-]{36}$/);
    expect(api.logged.at(-1)).toMatchObject({ request: own, route: '/healthz' });
  });

  test('a key that asks too often is refused with a time, from wherever it asks; another key is not', async () => {
    const { ask } = apiOver(service, { needsKey: true, keyRate: { perSecond: 1, burst: 2 } });
    const how = { held: SCOPES, id: service.ports.newId('key'), now: new Date() };
    const { secret: other } = await makeKey(service.keys, { name: 'other', scopes: ['identify'] }, how);
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await ask('GET', '/v1/collections', { key })).status);
    expect(statuses).toEqual([200, 200, 429]);
    const refused = await ask('GET', '/v1/collections', { headers: { 'x-api-key': key } });
    expect(refused).toMatchObject({ status: 429, json: { title: 'TOO_MANY_REQUESTS' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask('GET', '/v1/collections', { key: other })).status).toBe(200);
    expect((await ask('GET', '/healthz')).status).toBe(200);
  });

  test('a key has one rate on both surfaces', async () => {
    const { ask } = apiOver(service, { needsKey: true, keyRate: { perSecond: 1, burst: 1 } });
    const sdk = {
      'x-api-key': key,
      'x-amz-target': 'RekognitionService.ListCollections',
      'content-type': 'application/x-amz-json-1.1',
    };
    expect((await ask('POST', '/', { headers: sdk, body: '{}' })).status).toBe(200);
    expect((await ask('POST', '/', { headers: sdk, body: '{}' })).status).toBe(429);
  });
});
