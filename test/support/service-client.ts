import type { OpenAPIHono } from '@hono/zod-openapi';
import { expect } from 'vitest';
import { createApp } from '../../src/server/app.ts';
import type { RequestEntry } from '../../src/server/guards/request-log.ts';
import type { ServerEnv } from '../../src/server/server-env.ts';
import type { ServerSettings } from '../../src/server/settings.ts';
import type { OpenService } from '../../src/toolkit/service/open-service.ts';
import { MADE_DIMENSION } from './made-service.ts';

/** Settings of a service on this machine alone that no test runs into by accident. */
export const OPEN_SETTINGS: ServerSettings = {
  host: '127.0.0.1',
  port: 0,
  needsKey: false,
  maxBodyBytes: 1_000_000,
  rate: { perSecond: 1e6, burst: 1e6 },
  keyRate: { perSecond: 1e6, burst: 1e6 },
  hostNames: [],
};

/** What a request carries. */
export interface Sent {
  readonly json?: unknown;
  readonly body?: Uint8Array<ArrayBuffer> | string | FormData;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // What an answer holds is for each test to say.
  // biome-ignore lint/suspicious/noExplicitAny: an answer may be any JSON
  readonly json: any;
}

/** Asks an API, and checks of every answer what every answer promises. */
export type Ask = (method: string, path: string, sent?: Sent) => Promise<Answer>;

/** An API over a service, and what it reported as its own fault. */
export interface AskedApi {
  readonly app: OpenAPIHono<ServerEnv>;
  readonly ask: Ask;
  readonly reported: unknown[];
  /** What it logged of requests. */
  readonly logged: RequestEntry[];
}

/** An API in memory over an open service. */
export function apiOver(service: OpenService, settings: Partial<ServerSettings> = {}): AskedApi {
  const reported: unknown[] = [];
  const logged: RequestEntry[] = [];
  const app = createApp(
    service,
    { ...OPEN_SETTINGS, ...settings },
    {
      report: (cause) => reported.push(cause),
      onRequest: (entry) => logged.push(entry),
      stopping: new AbortController().signal,
    },
  );
  return {
    app,
    reported,
    logged,
    ask: async (method, path, sent = {}) => await read(await app.request(path, requestOf(method, sent))),
  };
}

/** Asks, and expects a good answer. @returns its JSON */
// biome-ignore lint/suspicious/noExplicitAny: an answer may be any JSON
export async function good(ask: Ask, method: string, path: string, sent?: Sent): Promise<any> {
  const { status, text, json } = await ask(method, path, sent);
  expect(status, `${method} ${path}: ${text}`).toBe(200);
  return json;
}

function requestOf(method: string, { json, body, key, headers }: Sent): RequestInit {
  return {
    method,
    headers: {
      host: '127.0.0.1',
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(body !== undefined && { body }),
  };
}

async function read(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  const type = headers.get('content-type') ?? '';
  const json: unknown = /json/.test(type) ? JSON.parse(text) : undefined;
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{8,64}$/);
  expect(headers.get('cache-control')).not.toBeNull();
  expectNoEmbedding(json);
  if (status >= 400) expectProblem({ status, text, type, json });
  return { status, headers, text, json };
}

/** A refusal has the one shape all have, and shows neither a stack nor a place on this machine. */
function expectProblem(answer: { status: number; text: string; type: string; json: unknown }): void {
  expect(answer.type).toBe('application/problem+json');
  expect(Object.keys(answer.json as object).sort()).toEqual(['detail', 'status', 'title', 'type']);
  expect(answer.json).toMatchObject({ status: answer.status });
  expect(answer.text).not.toMatch(/\\n\s+at |node_modules|\/src\/|\/tmp\/|file:\/\//);
}

/** Neither a list as long as an embedding nor a field of that name is anywhere in an answer. */
function expectNoEmbedding(json: unknown): void {
  if (Array.isArray(json)) {
    expect(json.length >= MADE_DIMENSION && json.every((value) => typeof value === 'number')).toBe(false);
    json.forEach(expectNoEmbedding);
  } else if (typeof json === 'object' && json !== null) {
    for (const [name, value] of Object.entries(json)) {
      expect(name).not.toMatch(/embedding|template/i);
      expectNoEmbedding(value);
    }
  }
}
