import type { OpenAPIHono } from '@hono/zod-openapi';
import type { PageFile } from '../page-files.ts';
import type { ServerEnv } from '../server-env.ts';

const START = '/index.html';

/** The review page at `/`. Its files are no secret and need no key; what the page asks for does. */
export function pageRoutes(app: OpenAPIHono<ServerEnv>, files: ReadonlyMap<string, PageFile>): void {
  for (const [path, { bytes, contentType, isHashed }] of files) {
    const headers = {
      'content-type': contentType,
      'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    };
    app.get(path === START ? '/' : path, (context) => context.body(bytes, 200, headers));
  }
}
