import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { startQuen } from '../../e2e/quen.ts';

/** A service of its own, with an embedded database in a folder that goes when it stops. */
export interface ReviewService {
  readonly url: string;
  /** Asks the API; a body that is bytes goes as a photo. */
  readonly ask: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  readonly stop: () => Promise<void>;
}

/** Starts the built service on a free port. */
export async function startReviewService(): Promise<ReviewService> {
  const data = await mkdtemp(join(tmpdir(), 'quen-review-'));
  const { child, ended } = startQuen(['serve', '--data', data, '--port', '0']);
  const url = await Promise.race([
    new Promise<string>((resolve) => {
      let said = '';
      child.stdout?.on('data', (text: string) => {
        said += text;
        const [, at] = /serves at (http\S+)/.exec(said) ?? [];
        if (at !== undefined) resolve(at);
      });
    }),
    ended.then(({ stderr }) => Promise.reject(new Error(`The service ended: ${stderr}`))),
  ]);
  return {
    url,
    ask: (method, path, body) => ask(`${url}${path}`, method, body),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Somebody who is enrolled, by id and name. */
export interface Seeded {
  readonly collectionId: string;
  readonly personIds: Readonly<Record<string, string>>;
}

/** A new collection with people and their photos, and photos whose faces wait for review. */
export async function seed(
  { ask }: ReviewService,
  people: Readonly<Record<string, readonly string[]>>,
  waiting: readonly string[] = [],
): Promise<Seeded> {
  seeded++;
  const { id } = await ask<{ id: string }>('POST', '/v1/collections', { name: `Made ${seeded}` });
  const personIds: Record<string, string> = {};
  for (const [name, photos] of Object.entries(people)) {
    const person = await ask<{ id: string }>('POST', `/v1/collections/${id}/people`, { name });
    personIds[name] = person.id;
    for (const photo of photos) await ask('POST', `/v1/people/${person.id}/photos`, readFileSync(photo));
  }
  for (const photo of waiting)
    await ask('POST', `/v1/collections/${id}/identify?keep=true`, readFileSync(photo));
  return { collectionId: id, personIds };
}

let seeded = 0;

/** A photo as the browser is handed it when it is dropped. */
export function droppable(photo: string): { readonly name: string; readonly base64: string } {
  return { name: basename(photo), base64: readFileSync(photo, 'base64') };
}

async function ask<T>(url: string, method: string, body: unknown): Promise<T> {
  const isPhoto = body instanceof Uint8Array;
  const response = await fetch(url, {
    method,
    headers: { 'content-type': isPhoto ? 'application/octet-stream' : 'application/json' },
    ...(body !== undefined && { body: isPhoto ? Buffer.from(body) : JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
