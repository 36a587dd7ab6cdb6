import { beforeAll, expect, test } from 'vitest';
import type { ApiDocument } from '../../../../src/server/reference/document.ts';
import { exampleOf } from '../../../../src/server/reference/example.ts';
import { referencePage } from '../../../../src/server/reference/reference-page.ts';
import type { OpenService } from '../../../../src/toolkit/service/open-service.ts';
import { madeService } from '../../../support/made-service.ts';
import { type Ask, apiOver, good } from '../../../support/service-client.ts';

let ask: Ask;
let document: ApiDocument;
let page: string;
beforeAll(async () => {
  ask = apiOver(undescribed(), { needsKey: true }).ask;
  document = await good(ask, 'GET', '/openapi.json');
  page = (await ask('GET', '/docs')).text;
});

/** The page needs no database. */
function undescribed(): OpenService {
  const none = { kind: 'embedded', query: async () => [], transaction: () => Promise.reject(new Error()) };
  return madeService(none as never);
}

test('every operation is on the page, with its summary, its parameters and an example', () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  expect(operations.length).toBeGreaterThan(35);
  const sections = page.split('<article').slice(1);
  for (const { path, method, operation } of operations) {
    const section = sections.find((text) =>
      text.includes(`${method.toUpperCase()}</span> <code>${path}</code></h3>`),
    );
    expect(section, `${method} ${path}`).toBeDefined();
    for (const { name } of operation.parameters ?? []) expect(section).toContain(`<code>${name}</code>`);
    expect(section).toContain('Example</h4><pre');
  }
});

test('every schema is on the page with all its fields', () => {
  const sections = page.split('<article').slice(1);
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    const section = sections.find((text) => text.includes(`>${name}</h3>`));
    expect(section, name).toBeDefined();
    for (const field of Object.keys(schema.properties ?? {}))
      expect(section).toContain(`<code>${field}</code>`);
  }
});

test('the page holds no script, no style of its own and nothing from elsewhere', () => {
  expect(page).not.toMatch(/<script|style="|<style|javascript:|(src|href)="https?:/i);
});

test('what a document says is text, not markup', () => {
  const nasty = '<img src=x onerror=alert(1)>';
  const operation = {
    tags: [nasty],
    summary: nasty,
    description: nasty,
    parameters: [{ name: nasty, in: 'query', description: nasty, schema: { enum: [nasty] } }],
    responses: {},
  };
  const made = {
    info: { title: nasty, version: nasty },
    paths: { [`/${nasty}`]: { get: operation } },
    components: { schemas: { [nasty]: { type: 'object', properties: { [nasty]: { description: nasty } } } } },
  };
  expect(referencePage(made, '/docs/style.css')).not.toContain('<img');
});

test('an example has all fields of its schema, and one that holds itself comes to an end', () => {
  const tree = { type: 'object', properties: { child: { $ref: '#/components/schemas/Tree' } } };
  const made = { info: { title: '', version: '' }, paths: {}, components: { schemas: { Tree: tree } } };
  expect(JSON.stringify(exampleOf(tree, made)).length).toBeLessThan(200);
  const { FaceAnswer = {} } = document.components.schemas;
  const example = exampleOf(FaceAnswer, document) as object;
  expect(Object.keys(example)).toEqual(Object.keys(FaceAnswer.properties ?? {}));
});

test('page and document need no key', async () => {
  for (const path of ['/docs', '/docs/style.css', '/openapi.json'])
    expect((await ask('GET', path)).status).toBe(200);
});
