import { expect } from 'vitest';
import { type Running, type Surroundings, startQuen } from './quen.ts';

/** A service that takes requests. */
export interface Serving extends Running {
  readonly url: string;
}

const START_MS = 120_000;

/** Starts `quen serve` on a free port, and waits until it takes requests. */
export async function startServing(args: readonly string[], surroundings?: Surroundings): Promise<Serving> {
  const running = startQuen(['serve', '--port', '0', ...args], surroundings);
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => reject(new Error(`The service did not start: ${said}`)), START_MS);
    running.child.stdout?.on('data', (text: string) => {
      said += text;
      const [, found] = /serves at (\S+) /.exec(said) ?? [];
      if (found === undefined) return;
      clearTimeout(late);
      resolve(found);
    });
    void running.ended.then(({ stderr }) => reject(new Error(`The service ended: ${stderr}`)));
  });
  return { ...running, url };
}

/** Ends a service by SIGTERM, and expects that it ends well. */
export async function stopServing({ child, ended }: Serving): Promise<void> {
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ exitCode: 0, stderr: '' });
}

/** Asks a service, and expects a good answer. @returns its JSON */
export async function asked(
  { url }: Pick<Serving, 'url'>,
  method: string,
  path: string,
  body?: object,
  // biome-ignore lint/suspicious/noExplicitAny: an answer may be any JSON
): Promise<any> {
  const isPhoto = body instanceof Uint8Array;
  const response = await fetch(`${url}${path}`, {
    method,
    ...(body !== undefined && {
      body: isPhoto ? Uint8Array.from(body) : JSON.stringify(body),
      headers: { 'content-type': isPhoto ? 'application/octet-stream' : 'application/json' },
    }),
  });
  const text = await response.text();
  expect(response.status, `${method} ${path}: ${text}`).toBe(200);
  return JSON.parse(text);
}
