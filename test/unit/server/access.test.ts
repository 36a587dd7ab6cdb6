import * as crypto from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { SCOPES, type Scope } from '../../../src/collections/scopes.ts';
import { makeKey } from '../../../src/toolkit/service/api-keys.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { type MadeService, madePhoto, madeService } from '../../support/made-service.ts';
import { type Ask, type AskedApi, apiOver, good } from '../../support/service-client.ts';

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof crypto>();
  return { ...real, timingSafeEqual: vi.fn(real.timingSafeEqual) };
});

const DAY_MS = 86_400_000;

onBothDatabases((database) => {
  let service: MadeService;
  let api: AskedApi;
  let ask: Ask;
  const secrets = {} as Record<Scope, string>;
  beforeAll(async () => {
    service = madeService(database());
    api = apiOver(service, { needsKey: true });
    ask = api.ask;
    for (const scope of SCOPES) {
      const how = { held: SCOPES, id: service.ports.newId('key'), now: new Date() };
      secrets[scope] = (await makeKey(service.keys, { name: scope, scopes: [scope] }, how)).secret;
    }
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const newKey = (json: object): Promise<{ id: string; secret: string }> =>
    good(ask, 'POST', '/v1/keys', { key: secrets.admin, json: { name: 'made', ...json } });

  /** Every operation of the API with the scope it says it needs. */
  const operations = async (): Promise<{ method: string; path: string; scope: Scope }[]> => {
    const { paths } = await good(ask, 'GET', '/openapi.json');
    return Object.entries(paths as Record<string, Record<string, { description: string }>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, { description }]) => {
          const [, scope] = /scope `(\w+)`/.exec(description) ?? [];
          const filled = path.replace(
            /\{(\w+)\}/g,
            (_, name: string) => `${name.slice(0, 3).toLowerCase()}_${'0'.repeat(32)}`,
          );
          return { method: method.toUpperCase(), path: filled, scope: scope as Scope };
        }),
    );
  };

  test('no operation is carried out without a key, or with one that nobody holds', async () => {
    for (const { method, path } of await operations()) {
      const nobody = await ask(method, path);
      expect(nobody, `${method} ${path}`).toMatchObject({ status: 401, json: { title: 'KEY_REFUSED' } });
      expect(nobody.headers.get('www-authenticate')).toContain('Bearer');
      expect((await ask(method, path, { key: 'quen_wrong' })).status, `${method} ${path}`).toBe(401);
    }
  });

  test('every operation refuses keys of each smaller scope, and none refuses its own', async () => {
    const found = await operations();
    expect(found.length).toBeGreaterThan(25);
    for (const { method, path, scope } of found) {
      for (const held of SCOPES) {
        const { status } = await ask(method, path, { key: secrets[held] });
        const isTooSmall = SCOPES.indexOf(held) < SCOPES.indexOf(scope);
        expect(status === 403, `${method} ${path} with ${held}`).toBe(isTooSmall);
      }
    }
  });

  test('health, the page and the description of the API need no key; metrics need an admin', async () => {
    for (const path of ['/healthz', '/readyz', '/openapi.json'])
      expect((await ask('GET', path)).status).toBe(200);
    expect((await ask('GET', '/metrics')).status).toBe(401);
    expect((await ask('GET', '/metrics', { key: secrets.enrol })).status).toBe(403);
    expect((await ask('GET', '/metrics', { key: secrets.admin })).text).toContain('quen_requests_total');
  });

  test('a key works in either header', async () => {
    expect((await ask('GET', '/v1/collections', { headers: { 'x-api-key': secrets.identify } })).status).toBe(
      200,
    );
  });

  test('only an admin key makes keys', async () => {
    for (const held of ['identify', 'enrol'] as const) {
      const refused = await ask('POST', '/v1/keys', {
        key: secrets[held],
        json: { name: 'more', scopes: [held] },
      });
      expect(refused.status).toBe(403);
    }
  });

  test.each([
    ['enrol', 'admin'],
    ['identify', 'enrol'],
    ['enrol', 'enrol'],
  ] as const)('a holder of %s cannot grant %s', async (held, wanted) => {
    const how = { held: [held], id: service.ports.newId('key'), now: new Date() };
    const making = makeKey(service.keys, { name: 'more', scopes: [wanted] }, how);
    await expect(making).rejects.toMatchObject({ code: 'KEY_SCOPE' });
  });

  test('a revoked key is refused at once', async () => {
    const { id, secret } = await newKey({ scopes: ['identify'] });
    expect((await ask('GET', '/v1/collections', { key: secret })).status).toBe(200);
    await good(ask, 'DELETE', `/v1/keys/${id}`, { key: secrets.admin });
    expect((await ask('GET', '/v1/collections', { key: secret })).status).toBe(401);
  });

  test('a key is refused past its time and works before it', async () => {
    const until = (days: number) => ({
      scopes: ['identify'],
      expiresAt: new Date(Date.now() + days * DAY_MS).toISOString(),
    });
    const late = await newKey(until(-1));
    const early = await newKey(until(1));
    expect((await ask('GET', '/v1/collections', { key: late.secret })).status).toBe(401);
    expect((await ask('GET', '/v1/collections', { key: early.secret })).status).toBe(200);
  });

  test('every kept hash is compared in constant time, wherever the matching one is', async () => {
    await good(ask, 'GET', '/v1/collections', { key: secrets.identify });
    const keyCount = (await service.keys.keys()).length;
    const compare = vi.mocked(crypto.timingSafeEqual);
    for (const key of [secrets.identify, secrets.admin, 'quen_wrong']) {
      compare.mockClear();
      await ask('GET', '/v1/collections', { key });
      expect(compare).toHaveBeenCalledTimes(keyCount);
    }
  });

  test('neither the list of keys nor the database holds a secret', async () => {
    const { secret } = await newKey({ scopes: ['identify'] });
    const list = await ask('GET', '/v1/keys', { key: secrets.admin });
    expect(list.json.items.length).toBeGreaterThan(3);
    const rows = JSON.stringify(await database().query('select *, encode(hash, $1) from api_keys', ['hex']));
    for (const text of [list.text, rows]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain('hash":"quen_');
    }
  });

  test('what was done with a key is logged under its id', async () => {
    const { id, secret } = await newKey({ scopes: ['admin'] });
    await good(ask, 'POST', '/v1/collections', { key: secret, json: { name: 'of a key' } });
    const { items } = await good(ask, 'GET', '/v1/access-log?limit=1', { key: secrets.admin });
    expect(items).toMatchObject([{ action: 'collection.add', keyId: id }]);
  });

  test('metrics count routes by pattern and hold no id', async () => {
    const { id } = await good(ask, 'POST', '/v1/collections', {
      key: secrets.admin,
      json: { name: 'measured' },
    });
    await good(ask, 'GET', `/v1/collections/${id}`, { key: secrets.admin });
    await ask('GET', '/v1/nothing/here', { key: secrets.admin });
    const { text } = await ask('GET', '/metrics', { key: secrets.admin });
    expect(text).toContain('route="/v1/collections/:collectionId"');
    expect(text).not.toContain(id);
    expect(text).not.toContain('/v1/nothing/here');
  });

  test('a body over the limit is refused before it is looked at', async () => {
    const small = apiOver(service, { maxBodyBytes: 1000 }).ask;
    const refused = await small('POST', '/v1/detect', { body: new Uint8Array(1001) });
    expect(refused).toMatchObject({ status: 413, json: { title: 'BODY_TOO_LARGE' } });
  });

  test('with as many photos in work as may be, the next is refused and told to try again', async () => {
    let release = (): void => undefined;
    service.hold = new Promise((resolve) => (release = resolve));
    const detect = () => ask('POST', '/v1/detect', { key: secrets.identify, body: madePhoto(['Ann']) });
    const taken = Array.from({ length: 4 }, detect);
    await vi.waitFor(() => expect(service.photosInWork()).toBe(4));
    const refused = await detect();
    expect(refused).toMatchObject({ status: 503, json: { title: 'SERVICE_BUSY' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    release();
    service.hold = undefined;
    expect((await Promise.all(taken)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await detect()).status).toBe(200);
  });

  test('a fault of the store is answered without its detail, and reported', async () => {
    const secret = 'relation /var/lib/people does not exist';
    const broken = {
      ...service,
      ports: {
        ...service.ports,
        store: {
          ...service.ports.store,
          collections: () => Promise.reject(new Error(secret)),
        },
      },
    };
    const { ask: askBroken, reported } = apiOver(broken);
    const answer = await askBroken('GET', '/v1/collections');
    expect(answer).toMatchObject({ status: 500, json: { title: 'UNFORESEEN' } });
    expect(answer.text).not.toContain('people');
    expect(reported).toMatchObject([{ message: secret }]);
  });

  test('a database that does not answer makes the service unready, not dead', async () => {
    const away = { ...service, ping: () => Promise.reject(new Error('gone')) };
    const { ask: askAway } = apiOver(away);
    expect((await askAway('GET', '/healthz')).status).toBe(200);
    expect((await api.app.request('/readyz', { headers: { host: '127.0.0.1' } })).status).toBe(200);
    const unready = await apiOver(away).app.request('/readyz', { headers: { host: '127.0.0.1' } });
    expect(unready.status).toBe(503);
  });
});
