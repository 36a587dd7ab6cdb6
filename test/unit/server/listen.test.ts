import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { OpenAPIHono } from '@hono/zod-openapi';
import { expect, test } from 'vitest';
import { type Listening, listen } from '../../../src/server/listen.ts';
import type { ServerEnv } from '../../../src/server/server-env.ts';

const PLACE = { host: '127.0.0.1', port: 0 };
const IMPATIENT = { headersMs: 200, requestMs: 400, lookMs: 50 };

/** What a client is told that sends `whole` at once and then a letter every 20 ms; empty where it is let go without a word. */
function dribbled({ url }: Listening, whole: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(whole));
    const timer = setInterval(() => socket.writable && socket.write('a'), 20);
    let said = '';
    socket.on('data', (part) => {
      said += String(part);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(said);
    });
  });
}

function appOf(answer: () => Promise<string>): OpenAPIHono<ServerEnv> {
  const app = new OpenAPIHono<ServerEnv>();
  app.post('/', async (context) => {
    await context.req.arrayBuffer();
    return context.text(await answer());
  });
  app.get('/', async (context) => context.text(await answer()));
  return app;
}

test('a client that dribbles its headers is let go', async () => {
  const listening = await listen(
    appOf(async () => 'done'),
    PLACE,
    IMPATIENT,
  );
  expect(await dribbled(listening, 'POST / HTTP/1.1\r\nhost: here\r\nx-long: ')).toMatch(
    /^HTTP\/1\.1 408 |^$/,
  );
  await listening.stop();
});

test('a client that dribbles its body is let go', async () => {
  const listening = await listen(
    appOf(async () => 'done'),
    PLACE,
    IMPATIENT,
  );
  const head = 'POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 100000\r\n\r\n';
  expect(await dribbled(listening, head)).not.toContain('done');
  await listening.stop();
});

test('stopping waits for a request whose client has gone away', async () => {
  let isDone = false;
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const work = async (): Promise<string> => {
    begin();
    await wait(300);
    isDone = true;
    return 'done';
  };
  const listening = await listen(appOf(work), PLACE);
  const leave = new AbortController();
  const asked = fetch(listening.url, { signal: leave.signal }).catch(() => undefined);
  await begun;
  leave.abort();
  await asked;
  await listening.stop();
  expect(isDone).toBe(true);
});
