import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onBothDatabases } from '../../support/databases.ts';
import { type MadeService, madePhoto, madeService } from '../../support/made-service.ts';
import { type AskedApi, apiOver, good, type Sent } from '../../support/service-client.ts';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly format?: string;
}

interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}

interface Requested {
  readonly method: string;
  readonly path: string;
  readonly sent: Sent;
}

/** Texts that parsers, databases and paths have been known to trip over. */
const NASTY: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%',
  "'; drop table people; --",
  '𝕏'.repeat(150),
  'x'.repeat(100_000),
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30T00:00:00Z',
  '1e999',
  '-1',
  '9'.repeat(40),
  'null',
  '{"a":1}',
  Buffer.from('["a\\u0000","b"]').toString('base64url'),
  Buffer.from('["no time","b"]').toString('base64url'),
  '__proto__',
];

const NASTY_TEXTS = fc.oneof(fc.constantFrom(...NASTY), fc.string());
const TIMES = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());

onBothDatabases((database) => {
  let service: MadeService;
  let api: AskedApi;
  let ids: readonly string[];
  let openJob: string;
  let components: Readonly<Record<string, JsonSchema>>;
  beforeAll(async () => {
    service = madeService(database());
    api = apiOver(service);
    const { id } = await good(api.ask, 'POST', '/v1/collections', { json: { name: 'fuzzed' } });
    const path = `/v1/collections/${id}`;
    const body = madePhoto(['Ann']);
    const { personId, photoId, face } = await good(api.ask, 'POST', `${path}/photos?name=Ann`, { body });
    await service.startJobs((cause) => api.reported.push(cause));
    const job = await good(api.ask, 'POST', `${path}/jobs`, { json: { kind: 'enrol' } });
    const open = await good(api.ask, 'POST', `${path}/jobs`, { json: { kind: 'identify' } });
    await good(api.ask, 'POST', `/v1/jobs/${job.id}/photos?name=Ann`, { body });
    await good(api.ask, 'POST', `/v1/jobs/${job.id}/close`);
    openJob = open.id;
    ids = [id, personId, photoId, face.id, job.id, open.id, `per_${'0'.repeat(32)}`];
    components = (await good(api.ask, 'GET', '/openapi.json')).components.schemas;
  });
  afterAll(() => service[Symbol.asyncDispose]());

  /** Values of a schema, mostly: a part of them is something else. */
  const drawnFrom = (schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> => {
    const nasty = fc.constantFrom(...NASTY);
    const right = rightFrom(schema, depth);
    const wrong: fc.Arbitrary<unknown> = fc.oneof(
      nasty,
      fc.double(),
      fc.constantFrom<unknown>(null, true, [], {}, -1, 2 ** 53),
      fc.string({ unit: 'binary' }),
    );
    return fc.oneof({ weight: 3, arbitrary: right }, { weight: 1, arbitrary: wrong });
  };

  /** Of schemas that are others by name, one of several, or a choice of values. */
  const composedFrom = (schema: JsonSchema, depth: number): fc.Arbitrary<unknown> | undefined => {
    const named = schema.$ref && components[schema.$ref.split('/').at(-1) ?? ''];
    if (named) return rightFrom(named, depth);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices !== undefined) return fc.oneof(...choices.map((one) => drawnFrom(one, depth)));
    if (schema.const !== undefined) return fc.constant(schema.const);
    return schema.enum === undefined ? undefined : fc.constantFrom(...schema.enum);
  };

  const rightFrom = (schema: JsonSchema, depth: number): fc.Arbitrary<unknown> => {
    const composed = composedFrom(schema, depth);
    if (composed !== undefined) return composed;
    switch ([schema.type].flat()[0]) {
      case 'object':
        return fc.record(
          Object.fromEntries(
            Object.entries(schema.properties ?? {}).map(([name, one]) => [name, drawnFrom(one, depth + 1)]),
          ),
          { requiredKeys: [] },
        );
      case 'array':
        return fc.array(drawnFrom(schema.items ?? {}, depth + 1), { maxLength: 3 });
      case 'integer':
        return fc.integer();
      case 'number':
        return fc.double({ noNaN: true });
      case 'boolean':
        return fc.boolean();
      default:
        return schema.format === 'date-time' ? TIMES : fc.oneof(fc.constantFrom(...ids), NASTY_TEXTS);
    }
  };

  const bodyOf = (operation: Operation): fc.Arbitrary<Sent> => {
    const [[type, content] = []] = Object.entries(operation.requestBody?.content ?? {});
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((array) => Uint8Array.from(array)),
      fc.constant(madePhoto(['Ann', 'Bob'])),
    );
    const anyType = fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'multipart/form-data',
      'image/png',
      'text/plain',
      'no type at all',
    );
    const stray = fc.record({
      body: fc.oneof(bytes, fc.constantFrom('{"name": ', '[1', '"x"', 'null', '--x\r\n\r\n--x--')),
      headers: anyType.map((name) => ({ 'content-type': name })),
    });
    if (type !== 'application/json') return fc.oneof(stray, fc.constant({}));
    const json = fc.record({ json: drawnFrom(content?.schema ?? {}) });
    return fc.oneof({ weight: 4, arbitrary: json }, { weight: 1, arbitrary: stray });
  };

  const requestOf = (method: string, path: string, operation: Operation): fc.Arbitrary<Requested> => {
    const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([whole]) => whole);
    const id = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...ids) },
      { weight: 1, arbitrary: fc.constantFrom(...NASTY) },
    );
    return fc
      .record({
        ids: fc.tuple(...inPath.map(() => id)),
        query: fc.record(Object.fromEntries(query.map(({ name, schema }) => [name, drawnFrom(schema)])), {
          requiredKeys: [],
        }),
        sent: method === 'get' ? fc.constant<Sent>({}) : bodyOf(operation),
      })
      .map((drawn) => {
        const filled = inPath.reduce(
          (text, name, n) => text.replace(name, () => encoded(drawn.ids[n] ?? '')),
          path,
        );
        const asked = new URLSearchParams(
          Object.entries(drawn.query).map(([name, value]) => [name, String(value)]),
        );
        return { method: method.toUpperCase(), path: `${filled}?${asked}`, sent: drawn.sent };
      });
  };

  test('whatever an operation is sent, it answers or refuses, and never fails', async () => {
    const { paths } = await good(api.ask, 'GET', '/openapi.json');
    expect(components['Problem']).toBeDefined();
    const operations = Object.entries(paths as Record<string, Record<string, Operation>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
    );
    expect(operations.map(({ path }) => path)).toContain('/v1/jobs/{jobId}/events');
    for (const { method, path, operation } of operations) {
      // It ends only with its job: asked of an open one it would stay as long as the test.
      if (path.endsWith('/events')) continue;
      await fc.assert(
        fc.asyncProperty(requestOf(method, path, operation), async (requested) => {
          const { status, text } = await api.ask(requested.method, requested.path, requested.sent);
          expect(status < 500 || status === 503, `${method} ${path}: ${status} ${text}`).toBe(true);
        }),
        { numRuns: 40, seed: 7 },
      );
    }
    expect(api.reported).toEqual([]);
    expect((await api.ask('GET', '/readyz')).status).toBe(200);
  });

  test('the events of a job end with it, and of what is no job there are none', async () => {
    await api.ask('POST', `/v1/jobs/${openJob}/close`);
    for (const id of [...ids, ...NASTY]) {
      const { status, text } = await api.ask('GET', `/v1/jobs/${encoded(id)}/events`);
      expect(status === 200 ? text : String(status)).toMatch(/event: end|^40[04]$/);
    }
  });

  test('paths that are nothing are refused as such', async () => {
    for (const path of ['/v1/../../etc/passwd', '/v1/people/..%2f..%2fetc', '//', '/v1/%00', '/assets/../x'])
      expect((await api.ask('GET', path)).status, path).toBeOneOf([400, 404]);
  });
});

function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // Half of a surrogate pair has no form in a path.
    return '%ED%A0%80';
  }
}
