import { answered } from './refusal.ts';
import type { components } from './schema.ts';

/** A job as the service tells of it. */
export type FollowedJob = components['schemas']['Job'];

/** One event of a job's stream. */
export interface JobEvent {
  /** `end` is the last. */
  readonly event: 'progress' | 'end';
  readonly job: FollowedJob;
}

/**
 * Follows a job to its end, an event at each change. A stream that breaks off, as when the service is started anew, is opened again. Throws `QuenRefusal`.
 * @param open opens the stream of the job's events @param signal ends it, by throwing its reason
 */
export async function* followJob(
  open: () => Promise<Response>,
  signal?: AbortSignal,
): AsyncGenerator<JobEvent, void, void> {
  for (;;) {
    signal?.throwIfAborted();
    for await (const { event, data } of eventsOf(await streamOf(open))) {
      if (event !== 'progress' && event !== 'end') continue;
      yield { event, job: JSON.parse(data) as FollowedJob };
      if (event === 'end') return;
    }
    await new Promise((resolve) => setTimeout(resolve, REOPEN_MS));
  }
}

const REOPEN_MS = 1000;

async function streamOf(open: () => Promise<Response>): Promise<ReadableStream<Uint8Array>> {
  const response = await open();
  if (response.ok && response.body !== null) return response.body;
  return await answered(Promise.resolve({ error: await response.json(), response }));
}

/** Reads server-sent events (WHATWG HTML, 9.2.6), those fields that a service uses. */
async function* eventsOf(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<{ readonly event: string; readonly data: string }, void, void> {
  const decoder = new TextDecoder();
  // Not every browser iterates over a stream.
  const reader = body.getReader();
  let text = '';
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += decoder.decode(read.value, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) yield fieldsOf(block);
    }
  } finally {
    await reader.cancel();
  }
}

function fieldsOf(block: string): { readonly event: string; readonly data: string } {
  const valuesOf = (name: string): string[] =>
    block
      .split('\n')
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trimStart());
  return { event: valuesOf('event').at(-1) ?? 'message', data: valuesOf('data').join('\n') };
}
