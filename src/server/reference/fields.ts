import { html, type Markup } from '../../report/markup.ts';
import { type SchemaNode, schemaName, typeOf } from './document.ts';

/** What a schema holds: its fields, or each of its choices with its own. */
export function schemaFields(schema: SchemaNode): Markup {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined)
    return html`<p>One of:</p><ul class="choices">${choices.map((choice) => html`<li>${schemaFields(choice)}</li>`)}</ul>`;
  if (schema.allOf !== undefined) return html`${schema.allOf.map(schemaFields)}`;
  if (schema.properties !== undefined) return fieldList(schema);
  return html`<p class="type">${typeText(schema)}</p>`;
}

function fieldList({ properties = {}, required = [] }: SchemaNode): Markup {
  const fields = Object.entries(properties).map(([name, field]) =>
    fieldEntry(name, field, required.includes(name)),
  );
  return html`<dl class="fields">${fields}</dl>`;
}

/** One field, parameter or part by name, with what it may hold. Fields within it follow, indented. */
export function fieldEntry(name: string, schema: SchemaNode, isRequired: boolean): Markup {
  const inner = schema.items ?? schema;
  const nested = inner.properties === undefined ? undefined : fieldList(inner);
  const limits = limitsOf(schema);
  return html`<div><dt><code>${name}</code> <span class="type">${typeText(schema)}</span>${isRequired ? undefined : html` <span class="optional">optional</span>`}</dt><dd>${schema.description === undefined ? undefined : html`<p>${schema.description}</p>`}${limits === '' ? undefined : html`<p class="limits">${limits}</p>`}${nested}</dd></div>`;
}

/** The type, with a link to each schema it names. */
function typeText(schema: SchemaNode): Markup {
  const name = schemaName(schema);
  if (name !== undefined) return html`<a href="#${schemaId(name)}">${name}</a>`;
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined)
    return html`${choices.map((choice, place) => html`${place === 0 ? '' : ' or '}${typeText(choice)}`)}`;
  if (schema.items !== undefined) return html`array of ${typeText(schema.items)}`;
  return html`${typeOf(schema)}`;
}

/** The id of a schema's section. */
export function schemaId(name: string): string {
  return `schema-${name.toLowerCase()}`;
}

function limitsOf(schema: SchemaNode): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength } = schema;
  const values = schema.enum ?? [];
  return [
    values.length > 1 ? `One of ${values.map((value) => JSON.stringify(value)).join(', ')}.` : '',
    told('At least', minimum),
    told('More than', exclusiveMinimum),
    told('At most', maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum),
    told('Less than', exclusiveMaximum),
    minLength === 1 ? 'Not empty.' : told('At least', minLength, ' characters'),
    told('At most', maxLength, ' characters'),
    schema.default === undefined ? '' : `By default ${JSON.stringify(schema.default)}.`,
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function told(what: string, limit: number | undefined, unit = ''): string {
  return limit === undefined || limit === Number.MIN_SAFE_INTEGER ? '' : `${what} ${limit}${unit}.`;
}
