import type { Api } from './api.ts';
import type { Job } from './types.ts';

/** Tells of a job at each change until it ends, or until the signal fires. @returns whether its end was told of */
export async function followJob(
  api: Api,
  jobId: string,
  tell: (job: Job) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const response = await api.events(jobId, signal);
  if (!response.ok || response.body === null) return false;
  for await (const event of eventsIn(response.body)) {
    const { name, data } = readEvent(event);
    if (data !== undefined) tell(JSON.parse(data) as Job);
    if (name === 'end') return true;
  }
  return false;
}

async function* eventsIn(body: NonNullable<Response['body']>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (rest + part.value).split('\n\n');
    rest = events.pop() ?? '';
    yield* events;
  }
}

/** One server-sent event; comments have neither name nor data. */
function readEvent(text: string): { readonly name?: string; readonly data?: string } {
  const fields = text.split('\n').map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, Math.max(0, colon)), line.slice(colon + 1).trimStart()];
  });
  const name = fields.find(([field]) => field === 'event')?.[1];
  const data = fields
    .filter(([field]) => field === 'data')
    .map(([, value]) => value)
    .join('\n');
  return { ...(name !== undefined && { name }), ...(data !== '' && { data }) };
}
