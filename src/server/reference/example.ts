import { type ApiDocument, type PlacedOperation, type SchemaNode, schemaName } from './document.ts';

/** Beyond this depth a schema that holds itself would have no end. */
const DEEPEST = 6;
const AN_ID = '3f2b8c1e9d7a4f60b5c2e8d1a7f4903c';

/** A value that a schema allows, for a person to read. */
export function exampleOf(schema: SchemaNode, document: ApiDocument, name = '', depth = 0): unknown {
  const named = schemaName(schema);
  if (depth > DEEPEST) return {};
  if (named !== undefined)
    return exampleOf(document.components.schemas[named] ?? {}, document, name, depth + 1);
  const [choice] = schema.oneOf ?? schema.anyOf ?? [];
  const given = schema.example ?? schema.const ?? schema.default ?? schema.enum?.[0];
  if (given !== undefined) return given;
  if (choice !== undefined) return exampleOf(choice, document, name, depth + 1);
  if (schema.allOf !== undefined)
    return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, document, name, depth + 1)));
  if (schema.items !== undefined) return [exampleOf(schema.items, document, singular(name), depth + 1)];
  if (schema.properties !== undefined)
    return Object.fromEntries(
      Object.entries(schema.properties).map(([field, of]) => [
        field,
        exampleOf(of, document, field, depth + 1),
      ]),
    );
  return plainExample(schema, name);
}

function plainExample(schema: SchemaNode, name: string): unknown {
  switch ([schema.type].flat()[0]) {
    case 'integer':
      return /px$/i.test(name) ? 1024 : (schema.minimum ?? 1);
    case 'number':
      return /px$/i.test(name) ? 120 : 0.62;
    case 'boolean':
      return true;
    case 'object':
      return {};
    default:
      return textExample(schema, name);
  }
}

const TEXTS: Readonly<Record<string, string>> = {
  name: 'Ann',
  secret: 'quen_...',
  label: 'door-0117.jpg',
  reason: '0.62 is 0.21 above the threshold 0.41; next best is Bob at 0.18',
  summary: 'A photo was enrolled',
  action: 'identify',
  sha256: AN_ID + AN_ID,
};

function textExample({ format }: SchemaNode, name: string): string {
  if (format === 'date-time') return '2026-11-28T15:20:00.000Z';
  const [, kind] = /^(\w+?)Ids?$/.exec(name) ?? [];
  if (kind !== undefined) return `${kind.slice(0, 3).toLowerCase()}_${AN_ID}`;
  if (name === 'into') return `per_${AN_ID}`;
  return TEXTS[name] ?? (name === 'id' ? AN_ID : 'text');
}

function singular(name: string): string {
  return name.replace(/s$/, '');
}

/** How an operation is asked with curl. */
export function curlOf({ method, path, operation }: PlacedOperation, document: ApiDocument): string {
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => idOf(name, path));
  const lines = [`curl -H "Authorization: Bearer $KEY" "$Q${place}"`];
  if (method !== 'get') lines.push(`  -X ${method.toUpperCase()}`);
  const [[media, content] = []] = Object.entries(operation.requestBody?.content ?? {});
  if (media === 'application/json')
    lines.push(`  --json '${JSON.stringify(exampleOf(content?.schema ?? {}, document))}'`);
  else if (media === 'multipart/form-data') lines.push('  -F first=@a.jpg -F second=@b.jpg');
  else if (media !== undefined) lines.push('  --data-binary @photo.jpg -H content-type:image/jpeg');
  return lines.join(' \\\n');
}

function idOf(name: string, path: string): string {
  const kind = name === 'id' ? (path.split('/')[2] ?? '').replace(/s$/, '') : name.replace(/Id$/, '');
  return `${kind.slice(0, 3).toLowerCase()}_${AN_ID}`;
}
