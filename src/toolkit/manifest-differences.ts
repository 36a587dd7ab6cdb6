import type { JsonRecord } from './evaluation-file.ts';

/** A value that differs between two manifests; absent from one of them where it is undefined. */
export interface ManifestDifference {
  /** Its keys, with dots between. */
  readonly name: string;
  readonly first?: string;
  readonly second?: string;
}

/** Every value that is not the same in both; lists of named things are compared by name, other lists as a whole. */
export function manifestDifferences(first: JsonRecord, second: JsonRecord): ManifestDifference[] {
  const [one, two] = [flattened(first), flattened(second)];
  const names = [...new Set([...one.keys(), ...two.keys()])].sort();
  return names.flatMap((name) => {
    const [before, after] = [one.get(name), two.get(name)];
    if (before === after) return [];
    return [
      { name, ...(before !== undefined && { first: before }), ...(after !== undefined && { second: after }) },
    ];
  });
}

type Json = JsonRecord[string];

function flattened(value: Json, name = '', into = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value) && value.length > 0 && value.every(isNamed))
    for (const item of value) flattened(item, joined(name, item['name']), into);
  else if (typeof value === 'object' && value !== null && !Array.isArray(value))
    for (const [key, inner] of Object.entries(value)) flattened(inner, joined(name, key), into);
  else into.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  return into;
}

function isNamed(value: Json): value is JsonRecord & { readonly name: string } {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value['name'] === 'string';
}

function joined(name: string, key: string): string {
  return name === '' ? key : `${name}.${key}`;
}
