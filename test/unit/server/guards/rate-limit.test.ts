import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { rateLimit } from '../../../../src/server/guards/rate-limit.ts';

/** Asks as somebody at a time, and says whether it was let through. */
function limited(rate: { readonly perSecond: number; readonly burst: number }) {
  let ms = 0;
  const app = new Hono();
  app.use(
    rateLimit(
      rate,
      (context) => context.req.header('who') ?? '',
      () => ms,
    ),
  );
  app.get('/', (context) => context.text('done'));
  return async (who: string, atMs: number): Promise<Response> => {
    ms = atMs;
    return await app.request('/', { headers: { who } });
  };
}

test('a burst is let through, and the request after it is told when to try again', async () => {
  const ask = limited({ perSecond: 2, burst: 3 });
  const statuses = [];
  for (let n = 0; n < 3; n++) statuses.push((await ask('a', 0)).status);
  expect(statuses).toEqual([200, 200, 200]);
  const refused = await ask('a', 0);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
});

test('after a pause as many are let through as the rate gives, and never more than the burst', async () => {
  const ask = limited({ perSecond: 2, burst: 3 });
  for (let n = 0; n < 3; n++) await ask('a', 0);
  expect((await ask('a', 499)).status).toBe(429);
  expect((await ask('a', 1500)).status).toBe(200);
  const statuses = [];
  for (let n = 0; n < 4; n++) statuses.push((await ask('a', 1e6)).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
});

test('one caller does not use up what another has', async () => {
  const ask = limited({ perSecond: 1, burst: 1 });
  expect((await ask('a', 0)).status).toBe(200);
  expect((await ask('a', 0)).status).toBe(429);
  expect((await ask('b', 0)).status).toBe(200);
});
