import { connect } from 'node:net';
import { OpenAPIHono } from '@hono/zod-openapi';
import { expect, test } from 'vitest';
import { listen } from '../../../src/server/listen.ts';
import { problemOf } from '../../../src/server/problem.ts';
import type { ServerEnv } from '../../../src/server/server-env.ts';

/** An app that reads bodies, what it reported, and when it next answers a fault. */
function reading() {
  const reported: unknown[] = [];
  const app = new OpenAPIHono<ServerEnv>();
  const answered = new Promise<Response>((resolve) => {
    app.onError((cause, context) => {
      const answer = problemOf(cause, context, (fault) => reported.push(fault));
      resolve(answer);
      return answer;
    });
  });
  app.post('/', async (context) => context.text(String((await context.req.arrayBuffer()).byteLength)));
  app.get('/', () => {
    throw new Error('aborted');
  });
  return { app, reported, answered };
}

const PLACE = { host: '127.0.0.1', port: 0 };

test('a client that goes away while it sends is no fault of the service', async () => {
  const { app, reported, answered } = reading();
  const listening = await listen(app, PLACE);
  const head = 'POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 1000\r\n\r\nhalf';
  const socket = connect(Number(new URL(listening.url).port), '127.0.0.1', () =>
    socket.write(head, () => setTimeout(() => socket.destroy(), 50)),
  );
  expect((await answered).status).toBe(400);
  expect(reported).toEqual([]);
  await listening.stop();
});

test('a fault that only says the same word is reported', async () => {
  const { app, reported } = reading();
  expect((await app.request('/')).status).toBe(500);
  expect(reported).toHaveLength(1);
});
