import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenAPIHono } from '@hono/zod-openapi';
import { describe, expect, it } from 'vitest';
import { readPageFiles } from '../../../src/server/page-files.ts';
import { pageRoutes } from '../../../src/server/routes/page.ts';
import type { ServerEnv } from '../../../src/server/server-env.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function builtPage(): OpenAPIHono<ServerEnv> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'web/assets'), { recursive: true });
  writeFileSync(join(folder, 'web/index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'web/assets/page-a1b2.js'), 'let page;');
  writeFileSync(join(folder, 'web/notes.txt'), 'not of the page');
  writeFileSync(join(folder, 'secret.js'), 'let secret;');
  const app = new OpenAPIHono<ServerEnv>();
  pageRoutes(app, readPageFiles(join(folder, 'web')));
  return app;
}

describe('the files of the review page', () => {
  it('serves the page at the root, asked for anew each time', async () => {
    const answer = await builtPage().request('/');
    expect(await answer.text()).toBe('<!doctype html>');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  it('lets what has its hash in its name be kept for good', async () => {
    const answer = await builtPage().request('/assets/page-a1b2.js');
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('cache-control')).toContain('immutable');
  });

  it.each([
    '/notes.txt',
    '/secret.js',
    '/assets/../../secret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
    '/assets',
  ])('serves nothing at %s', async (path) => {
    expect((await builtPage().request(path)).status).toBe(404);
  });

  it('is empty where the page was not built', () => {
    expect(readPageFiles(join(temporaryFolder(), 'nothing')).size).toBe(0);
  });
});
