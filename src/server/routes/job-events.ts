import { setTimeout as wait } from 'node:timers/promises';
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { isQuenError, QuenError } from '../../core/errors.ts';
import type { OpenService } from '../../toolkit/service/open-service.ts';
import type { AppWatch } from '../app-watch.ts';
import { idParameter } from '../schemas.ts';
import type { ServerEnv } from '../server-env.ts';
import { apiRoute } from './api-route.ts';
import { jobJson } from './job-schemas.ts';
import { jobFor } from './jobs.ts';

/** Streams at once; a client beyond them reads the job instead. */
const MOST_STREAMS = 100;
/** Changes that come sooner after each other are told together. */
const LEAST_MS = 200;
/** So often something is sent even where nothing changes, so that no proxy ends the stream. */
const BEAT_MS = 10_000;

/** The progress of a job as server-sent events. */
export function jobEventRoutes(
  app: OpenAPIHono<ServerEnv>,
  service: OpenService,
  { stopping, report }: AppWatch,
): void {
  let streamCount = 0;
  const route = apiRoute({
    method: 'get',
    path: '/v1/jobs/{jobId}/events',
    scope: 'identify',
    tag: 'Jobs',
    summary: 'Follow a job: `progress` with the job at each change, `end` with it once, then the stream ends',
    request: { params: z.object({ jobId: idParameter('jobId', 'job') }) },
    media: 'text/event-stream',
    body: z.string().openapi({ description: 'Server-sent events; the data of each is a Job' }),
  });
  app.openapi(route, async (context): Promise<never> => {
    const { id } = await jobFor(context, service, context.req.valid('param').jobId);
    if (streamCount >= MOST_STREAMS)
      throw new QuenError(
        'SERVICE_BUSY',
        `${MOST_STREAMS} streams of events are open. Read GET /v1/jobs/${id}.`,
      );
    streamCount += 1;
    const answer = streamSSE(
      context,
      async (stream) => {
        const left = new AbortController();
        stream.onAbort(() => left.abort());
        try {
          await follow(service, id, { stream, over: AbortSignal.any([left.signal, stopping]) });
        } finally {
          left.abort();
          streamCount -= 1;
        }
      },
      async (cause) => report(cause),
    );
    return answer as never;
  });
}

async function follow(
  { jobs, jobWatch }: OpenService,
  id: string,
  { stream, over }: { readonly stream: SSEStreamingApi; readonly over: AbortSignal },
): Promise<void> {
  let told = '';
  while (!over.aborted) {
    // Listened for first: a change while the job is read is not missed.
    const changed = jobWatch.change(id, BEAT_MS, over);
    const job = await jobs.job(id).catch((cause: unknown) => {
      if (isQuenError(cause, 'NOT_FOUND')) return undefined;
      throw cause;
    });
    if (job === undefined) return;
    const data = JSON.stringify(jobJson(job));
    const hasEnded = job.state === 'done' || job.state === 'stopped';
    if (hasEnded) {
      await stream.writeSSE({ event: 'end', data });
      return;
    }
    if (data === told) await stream.write(': beat\n\n');
    else await stream.writeSSE({ event: 'progress', data });
    told = data;
    await wait(LEAST_MS, undefined, { signal: over }).catch(() => undefined);
    await changed;
  }
}
