import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { sameHost } from '../../../../src/server/guards/same-host.ts';
import { OPEN_SETTINGS } from '../../../support/service-client.ts';

async function statusOf(
  settings: { readonly needsKey?: boolean; readonly host?: string; readonly hostNames?: readonly string[] },
  request: { readonly method?: string; readonly host?: string; readonly origin?: string },
): Promise<number> {
  const app = new Hono();
  app.use(sameHost({ ...OPEN_SETTINGS, ...settings }));
  app.all('/', (context) => context.text('done'));
  const { method = 'GET', ...headers } = request;
  return (await app.request('/', { method, headers })).status;
}

test.each(['localhost:8420', '127.0.0.1:8420', '[::1]:8420', 'LOCALHOST', '127.9.9.9'])(
  'without keys, the name %s of this machine is answered',
  async (host) => expect(await statusOf({}, { host })).toBe(200),
);

test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1', ''])(
  'without keys, the foreign name "%s" is refused, as a page sends that rebinds it',
  async (host) => expect(await statusOf({}, { host })).toBe(403),
);

test('a name that was allowed is answered, and with keys any name', async () => {
  expect(await statusOf({ hostNames: ['Faces.example'] }, { host: 'faces.example:443' })).toBe(200);
  expect(await statusOf({ needsKey: true }, { host: 'anything.example' })).toBe(200);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
  'a page of another origin may not %s, whether keys are needed or not',
  async (method) => {
    for (const needsKey of [true, false]) {
      const from = (origin: string) => statusOf({ needsKey }, { method, host: 'localhost:8420', origin });
      expect(await from('http://evil.example')).toBe(403);
      expect(await from('null')).toBe(403);
      expect(await from('http://localhost:1')).toBe(403);
      expect(await from('http://localhost:8420')).toBe(200);
    }
  },
);
