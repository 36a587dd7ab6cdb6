import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiDocument } from '../reference/document.ts';
import { referencePage } from '../reference/reference-page.ts';
import { REFERENCE_STYLE } from '../reference/reference-style.ts';
import type { ServerEnv } from '../server-env.ts';

const STYLE = '/docs/style.css';

/** The API for people to read, at `/docs`; like the document it is made of it needs no key. @param read the document, once all routes are there */
export function referenceRoutes(app: OpenAPIHono<ServerEnv>, read: () => ApiDocument): void {
  let page: string | undefined;
  app.get('/docs', (context) => {
    page ??= referencePage(read(), STYLE);
    return context.html(page, 200, { 'cache-control': 'no-cache' });
  });
  app.get(STYLE, (context) =>
    context.body(REFERENCE_STYLE, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'no-cache',
    }),
  );
}
