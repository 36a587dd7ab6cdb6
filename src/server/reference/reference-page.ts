import { html, type Markup } from '../../report/markup.ts';
import { type ApiDocument, type Operation, operationsByTag, type PlacedOperation } from './document.ts';
import { curlOf, exampleOf } from './example.ts';
import { fieldEntry, schemaFields, schemaId } from './fields.ts';

/** The whole API as a page for people: no script, and nothing from elsewhere. @returns HTML @param stylePath where its style is */
export function referencePage(document: ApiDocument, stylePath: string): string {
  const groups = [...operationsByTag(document)];
  const { title, version, description = '' } = document.info;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>API of ${title}</title>
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<a class="skip" href="#content">To the operations</a>
<header><h1>${title} <span class="version">${version}</span></h1><p>${description} The same as <a href="/openapi.json">OpenAPI 3.1</a>. <a href="/">To the review page</a>.</p></header>
<nav aria-label="Operations">${groups.map(([tag, operations]) => navGroup(tag, operations))}<p class="group"><a href="#schemas">Schemas</a></p></nav>
<main id="content" tabindex="-1">
${introduction()}
${groups.map(([tag, operations]) => group(tag, operations, document))}
${schemas(document)}
</main>
</body>
</html>
`;
  return page.markup;
}

function navGroup(tag: string, operations: readonly PlacedOperation[]): Markup {
  const links = operations.map(
    (one) =>
      html`<li><a href="#${idOf(one)}"><span class="method ${one.method}">${one.method.toUpperCase()}</span> ${shortPath(one.path)}</a></li>`,
  );
  return html`<p class="group"><a href="#${tagId(tag)}">${tag}</a></p><ul>${links}</ul>`;
}

function introduction(): Markup {
  return html`<section aria-labelledby="asking"><h2 id="asking">Asking</h2>
<p>Where a key is needed, send it as <code>Authorization: Bearer KEY</code> or <code>X-Api-Key: KEY</code>. In the examples <code>$Q</code> is the address of this service, such as <code>http://127.0.0.1:8420</code>, and <code>$KEY</code> the key.</p>
<p>Whatever is refused is answered with <a href="#${schemaId('Problem')}">Problem</a>. With status 429 or 503 the header <code>Retry-After</code> has the seconds after which to ask again. Long lists come in parts: <code>next</code> of one part is <code>after</code> of the request for the next, and the last part has none.</p></section>`;
}

function group(tag: string, operations: readonly PlacedOperation[], document: ApiDocument): Markup {
  return html`<section aria-labelledby="${tagId(tag)}"><h2 id="${tagId(tag)}">${tag}</h2>${operations.map((one) => operationSection(one, document))}</section>`;
}

function operationSection(one: PlacedOperation, document: ApiDocument): Markup {
  const { method, path, operation } = one;
  return html`<article aria-labelledby="${idOf(one)}">
<h3 id="${idOf(one)}"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></h3>
<p class="summary">${withCode(operation.summary ?? '')}.</p><p class="scope">${withCode(operation.description ?? '')}</p>
${parameters(operation)}${requestBody(operation)}${answer(operation)}
<h4>Example</h4>${code(curlOf(one, document), `Request of ${method} ${path}`)}${answerExample(one, document)}
</article>`;
}

function parameters({ parameters: all = [] }: Operation): Markup {
  if (all.length === 0) return html``;
  const entries = all.map(({ name, in: place, required = false, schema = {}, description }) =>
    fieldEntry(
      name,
      { ...schema, ...(description !== undefined && { description }) },
      required || place === 'path',
    ),
  );
  return html`<h4>Parameters</h4><dl class="fields">${entries}</dl>`;
}

function requestBody({ requestBody: body }: Operation): Markup {
  if (body === undefined) return html``;
  const [[media, content] = []] = Object.entries(body.content);
  const medias = Object.keys(body.content).join(', ');
  const told = body.description === undefined ? undefined : html`<p>${body.description}</p>`;
  const fields = media?.startsWith('application/octet') ? undefined : schemaFields(content?.schema ?? {});
  return html`<h4>Body <span class="media">${medias}${body.required ? '' : ', optional'}</span></h4>${told}${fields}`;
}

function answer({ responses }: Operation): Markup {
  const [[media, content] = []] = Object.entries(responses['200']?.content ?? {});
  return html`<h4>Answer <span class="media">200, ${media ?? 'empty'}</span></h4>${schemaFields(content?.schema ?? {})}`;
}

function answerExample({ method, path, operation }: PlacedOperation, document: ApiDocument): Markup {
  const schema = operation.responses['200']?.content?.['application/json']?.schema;
  if (schema === undefined) return html``;
  return code(JSON.stringify(exampleOf(schema, document), null, 2), `Answer of ${method} ${path}`);
}

function schemas({ components }: ApiDocument): Markup {
  const sections = Object.entries(components.schemas).map(
    ([name, schema]) =>
      html`<article aria-labelledby="${schemaId(name)}"><h3 id="${schemaId(name)}">${name}</h3>${schema.description === undefined ? undefined : html`<p>${schema.description}</p>`}${schemaFields(schema)}</article>`,
  );
  return html`<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>${sections}</section>`;
}

/** It scrolls by itself, and so must be reached by keyboard. */
function code(text: string, label: string): Markup {
  return html`<pre tabindex="0" role="region" aria-label="${label}"><code>${text}</code></pre>`;
}

/** Text between backticks as code. */
function withCode(text: string): Markup {
  return html`${text.split('`').map((part, place) => (place % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`;
}

function idOf({ method, path }: PlacedOperation): string {
  return `${method}${path.replace(/[^a-z0-9]+/gi, '-').toLowerCase()}`.replace(/-$/, '');
}

function tagId(tag: string): string {
  return `group-${tag.toLowerCase()}`;
}

function shortPath(path: string): string {
  return path.replace(/^\/v1/, '').replace(/\{\w+\}/g, '…');
}
