import { z } from 'zod';
import { pgvectorSettingsSchema, usearchSettingsSchema } from '../../adapters/vector-index/index-settings.ts';
import { INDEX_KINDS, type IndexKind, type IndexStamp } from '../../core/index-stamp.ts';
import { parseOptions } from '../parse-options.ts';

/** Options of the vector index that a gallery is searched through. */
export const indexOptionsSchema = z.strictObject({
  /** Finds the templates nearest to a face; every face is compared with every template, by any rule, when absent. */
  index: z.enum(INDEX_KINDS).optional(),
  /** Settings of the index by name, see `docs/scale.md`; those that are not named have their defaults. */
  indexSettings: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** URL of the PostgreSQL with pgvector, for `pgvector`. */
  indexDatabase: z.string().min(1).optional(),
});

/** Options of {@link indexOptionsSchema} with defaults filled in. */
export type IndexOptions = z.output<typeof indexOptionsSchema>;

/** Whether options of an index stand with the index that they are of. */
export function isOfIndex({ index, indexSettings, indexDatabase }: IndexOptions): boolean {
  return (
    (index !== undefined || indexSettings === undefined) &&
    (index !== 'pgvector' || indexDatabase !== undefined)
  );
}

/** Why options without {@link isOfIndex} are refused. */
export const INDEX_INCOMPLETE = {
  path: ['index'],
  message:
    'settings need the index they are of (--index), and pgvector needs the URL of its database (--index-database, or DATABASE_URL)',
};

/** Why a rule is refused with an index. */
export const INDEX_SERVES_NEAREST = {
  path: ['rule'],
  message:
    "an index finds the nearest templates, and means of people's templates are none of them: only the rule nearest can be searched through it",
};

/** Options with the rule that an index serves, where no rule is stated. */
export function withIndexRule<T extends { readonly index?: IndexKind | undefined; readonly rule?: unknown }>(
  options: T,
): T {
  return options.index !== undefined && options.rule === undefined
    ? { ...options, rule: 'nearest' }
    : options;
}

/** Why a rejector is refused with an index. */
export const INDEX_WITHOUT_REJECTOR = {
  path: ['rejector'],
  message:
    'a rejector compares with the whole gallery, which an index is there to avoid; leave out one of the two',
};

const NO_SETTINGS = z.strictObject({});
const SETTINGS: Readonly<Record<IndexKind, z.ZodType<Readonly<Record<string, string | number>>>>> = {
  exact: NO_SETTINGS,
  usearch: usearchSettingsSchema,
  pgvector: pgvectorSettingsSchema,
};

/** The stamp of the index that options ask for; undefined where they ask for none. Throws `CONFIG_INVALID` for its settings. */
export function stampAsked({ index, indexSettings = {} }: IndexOptions): IndexStamp | undefined {
  if (index === undefined) return undefined;
  const schema = z.strictObject({ indexSettings: SETTINGS[index] });
  return { kind: index, settings: parseOptions(schema, { indexSettings }).indexSettings };
}
