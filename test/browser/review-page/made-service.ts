import { join } from 'node:path';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { BrowserContext } from 'playwright-core';
import sharp from 'sharp';
import { securityHeaders } from '../../../src/server/guards/security-headers.ts';
import { readPageFiles } from '../../../src/server/page-files.ts';
import { pageRoutes } from '../../../src/server/routes/page.ts';
import type { ServerEnv } from '../../../src/server/server-env.ts';
import { ROOT } from '../../e2e/quen.ts';
import { madeFigures } from './made-figures.ts';
import {
  collectionMade,
  MADE_ID,
  madeAnswer,
  madeFaces,
  madeFindings,
  madeJobs,
  madePeople,
  madeQuestions,
  madeResults,
} from './made-people.ts';

/** Where the made service seems to be; nothing listens there. */
export const MADE_URL = 'http://quen.localhost';

/** The page as it is served, before answers that are made here. With `key`, what comes without it is refused. */
export async function madeService(
  context: BrowserContext,
  { peopleCount = 40, key }: { readonly peopleCount?: number; readonly key?: string } = {},
): Promise<void> {
  const app = new OpenAPIHono<ServerEnv>();
  app.use(securityHeaders());
  pageRoutes(app, readPageFiles(join(ROOT, 'dist/web')));
  app.use('/v1/*', async (call, next) => {
    if (key === undefined || call.req.header('authorization') === `Bearer ${key}`) return await next();
    return call.json({ title: 'KEY_REFUSED', detail: 'A key is needed.' }, 401);
  });
  await madeRoutes(app, madePeople(peopleCount));
  await context.route(`${MADE_URL}/**`, async (route) => {
    const request = route.request();
    const body = request.postDataBuffer();
    const answer = await app.request(request.url(), {
      method: request.method(),
      headers: await request.allHeaders(),
      ...(body !== null && { body: new Uint8Array(body) }),
    });
    const headers = Object.fromEntries(answer.headers);
    await route.fulfill({
      status: answer.status,
      headers,
      body: Buffer.from(await answer.arrayBuffer()),
    });
  });
}

function insightRoutes(app: OpenAPIHono<ServerEnv>, at: string, people: ReturnType<typeof madePeople>): void {
  const findings = madeFindings(people);
  app.get(`${at}/findings`, (call) => call.json({ items: findings, total: findings.length }));
  app.get(`${at}/figures`, async (call) =>
    call.json({ figures: await madeFigures(call.req.query('language') === 'vi' ? 'vi' : 'en') }),
  );
  app.get(`${at}/jobs`, (call) => call.json({ items: madeJobs() }));
  app.get('/v1/jobs/:id/events', (call) => {
    const data = JSON.stringify(madeJobs()[0]);
    return call.body(`event: progress\ndata: ${data}\n\n`, 200, { 'content-type': 'text/event-stream' });
  });
  app.get('/v1/jobs/:id/results', (call) => call.json({ items: madeResults(120) }));
}

async function madeRoutes(app: OpenAPIHono<ServerEnv>, people: ReturnType<typeof madePeople>): Promise<void> {
  const picture = await sharp({
    create: { width: 160, height: 160, channels: 3, background: '#b9a08c' },
  })
    .jpeg()
    .toBuffer();
  const at = `/v1/collections/${MADE_ID}`;
  app.get('/v1/collections', (call) => call.json({ items: [collectionMade()] }));
  app.get(at, (call) => call.json(collectionMade()));
  app.get(`${at}/people`, (call) => {
    const search = (call.req.query('search') ?? '').toLowerCase();
    const found = people.filter(({ name }) => name.toLowerCase().includes(search));
    const start = Number(call.req.query('after') ?? 0);
    const end = start + Number(call.req.query('limit') ?? 100);
    return call.json({ items: found.slice(start, end), ...(end < found.length && { next: String(end) }) });
  });
  app.get('/v1/people/:id', (call) => {
    const person = people.find(({ id }) => id === call.req.param('id')) ?? people[0];
    return call.json({ ...person, faces: madeFaces(24) });
  });
  app.get(`${at}/questions`, (call) => call.json({ items: madeQuestions(people) }));
  insightRoutes(app, at, people);
  app.post(`${at}/groups`, (call) => call.json({ groups: [madeFaces(14), madeFaces(3)] }));
  app.get(`${at}/changes`, (call) =>
    call.json({
      items: ['merge', 'enrol', 'answer', 'of-another-kind'].map((kind, place) => ({
        id: 40 - place,
        kind,
        summary: 'Something was done',
        createdAt: '2026-05-04T10:00:00.000Z',
        ...(place === 1 && { undoneAt: '2026-05-04T11:00:00.000Z' }),
        faceCount: place,
        faceIds: madeFaces(place).map(({ id }) => id),
      })),
    }),
  );
  app.get('/v1/keys', (call) =>
    call.json({
      items: [{ id: 'key_1', name: 'A door', scopes: ['identify'], createdAt: '2026-05-04T10:00:00.000Z' }],
    }),
  );
  app.get('/v1/access-log', (call) =>
    call.json({
      items: [
        {
          id: 2,
          at: '2026-05-04T10:00:00.000Z',
          action: 'identify',
          personId: people[0]?.id,
          keyId: 'key_1',
        },
        { id: 1, at: '2026-05-04T09:00:00.000Z', action: 'people.list' },
      ],
    }),
  );
  app.post(`${at}/identify`, (call) => call.json(madeAnswer(people)));
  app.get('/v1/faces/:id/picture', (call) =>
    call.body(new Uint8Array(picture), 200, { 'content-type': 'image/jpeg' }),
  );
}
