import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { isQuenError, type QuenErrorCode } from '../core/errors.ts';

/** HTTP status of each fault; all others are the service's own, 500. */
const STATUS: Readonly<Partial<Record<QuenErrorCode, number>>> = {
  CONFIG_INVALID: 400,
  PHOTO_UNREADABLE: 422,
  PHOTO_TOO_LARGE: 413,
  PHOTO_TIMEOUT: 422,
  DIMENSION_MISMATCH: 409,
  GALLERY_NETWORK_MISMATCH: 409,
  KEY_REFUSED: 401,
  KEY_SCOPE: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  SERVICE_BUSY: 503,
  DATABASE_UNREACHABLE: 503,
  DATABASE_LOCKED: 503,
  OUTPUT_FULL: 507,
};

const RETRY_AFTER_S = 1;

/** What a refused request is answered with (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string().openapi({ example: 'NOT_FOUND' }),
    status: z.int(),
    detail: z.string(),
  })
  .openapi('Problem');

/** The answer for whatever was thrown. What nobody foresaw is told to the log and not to the caller. */
export function problemOf(cause: unknown, context: Context, report: (cause: unknown) => void): Response {
  if (cause instanceof HTTPException)
    return problem(context, { status: cause.status, title: 'REQUEST_INVALID', detail: cause.message });
  if (isCutOff(cause))
    return problem(context, { status: 400, title: 'REQUEST_INVALID', detail: 'The request was cut off.' });
  if (!isQuenError(cause)) {
    report(cause);
    return problem(context, {
      status: 500,
      title: 'UNFORESEEN',
      detail: 'Something failed that nobody foresaw; the log has it.',
    });
  }
  const status = STATUS[cause.code] ?? 500;
  if (status === 500) report(cause);
  const detail = status === 500 ? 'The service failed; the log has why.' : cause.message;
  return problem(context, { status, title: cause.code, detail });
}

/** Whether a body ended before its time, as Node tells it: the client went away, and nobody reads the answer. */
function isCutOff(cause: unknown): boolean {
  return (
    cause instanceof Error &&
    cause.message === 'aborted' &&
    (cause as NodeJS.ErrnoException).code === 'ECONNRESET'
  );
}

/** A refusal in the one shape all have. */
export function problem(
  context: Context,
  { status, title, detail }: { readonly status: number; readonly title: string; readonly detail: string },
): Response {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  if (status === 503 || status === 429) headers['retry-after'] = String(RETRY_AFTER_S);
  if (status === 401) headers['www-authenticate'] = 'Bearer realm="quen"';
  const body = JSON.stringify({ type: 'about:blank', title, status, detail });
  return context.body(body, status as 400, headers);
}
