import { QuenError } from '../../core/errors.ts';
import type { Database } from '../database/database.ts';
import { indexFault } from './index-folder.ts';
import type { PgvectorSettings } from './index-settings.ts';

const VERSION = 1;
/** One row for each index that was saved. */
const RECORDS = 'quen_vector_indexes';
const NAME = /^[a-z][a-z0-9_]{0,39}$/;

/** A table of vectors. */
export interface VectorTable {
  readonly database: Database;
  readonly name: string;
  readonly dimension: number;
  readonly precision: PgvectorSettings['precision'];
  readonly isTemporary: boolean;
}

/** Makes a table anew, and forgets what was saved of one of its name. Throws `CONFIG_INVALID` without pgvector, and `DATABASE_*`. */
export async function makeTable({ database, name, dimension, precision }: VectorTable): Promise<void> {
  if (!NAME.test(name)) throw new QuenError('CONFIG_INVALID', `${name} cannot be the name of a table.`);
  await database.query('create extension if not exists vector').catch((cause: unknown) => {
    const message =
      "The database has no pgvector, or this user may not create its extension. Install pgvector on the server and run 'create extension vector' as its owner.";
    throw new QuenError('CONFIG_INVALID', message, { cause });
  });
  await database.transaction(async (transaction) => {
    await transaction.query(
      `create table if not exists ${RECORDS} (name text primary key, version int not null, settings text not null,
       dimension int not null, source text not null, row_count bigint not null, checksum text not null)`,
    );
    await transaction.query(`delete from ${RECORDS} where name = $1`, [name]);
    await transaction.query(`drop table if exists ${name}`);
    await transaction.query(
      `create table ${name} (id bigint primary key, searched ${precision}(${dimension}) not null, exact bytea not null)`,
    );
  });
}

/** What is saved of an index beside its rows. */
export interface TableRecord {
  readonly source: string;
  readonly settings: PgvectorSettings;
}

/** Notes down what a table holds, with a checksum over its rows. */
export async function saveRecord(table: VectorTable, { source, settings }: TableRecord): Promise<void> {
  await table.database.transaction(async (transaction) => {
    const [sum] = await transaction.query<Checksum>(checksumOf(table.name));
    await transaction.query(
      `insert into ${RECORDS} (name, version, settings, dimension, source, row_count, checksum)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (name) do update set version = excluded.version, settings = excluded.settings,
       dimension = excluded.dimension, source = excluded.source, row_count = excluded.row_count, checksum = excluded.checksum`,
      [
        ...[table.name, VERSION, JSON.stringify(settings), table.dimension, source],
        ...[sum?.count ?? '0', sum?.checksum ?? ''],
      ],
    );
  });
}

/**
 * Finds the table that was saved of a source with the settings, and proves that it holds what was saved. A table whose rows were changed
 * is dropped. Throws `INDEX_FORMAT`.
 */
export async function findSaved(
  database: Database,
  { source, settings }: TableRecord,
): Promise<Pick<VectorTable, 'name' | 'dimension'>> {
  const [there] = await database.query<{ there: boolean }>(`select to_regclass($1) is not null as there`, [
    RECORDS,
  ]);
  const records = there?.there
    ? await database.query<SavedRecord>(
        `select * from ${RECORDS} where source = $1 and settings = $2 and version = $3 order by name limit 1`,
        [source, JSON.stringify(settings), VERSION],
      )
    : [];
  const [record] = records;
  if (record === undefined) throw indexFault('PostgreSQL', 'it has no table of these vectors and settings');
  const { name, dimension, row_count: count, checksum } = record;
  const [table] = await database.query<{ there: boolean }>(`select to_regclass($1) is not null as there`, [
    name,
  ]);
  const [sum] = table?.there ? await database.query<Checksum>(checksumOf(name)) : [];
  if (sum?.count === count && sum.checksum === checksum) return { name, dimension };
  await database.query(`delete from ${RECORDS} where name = $1`, [name]);
  await database.query(`drop table if exists ${name}`);
  throw indexFault(name, 'its rows were changed since it was saved');
}

interface SavedRecord {
  readonly name: string;
  readonly dimension: number;
  readonly row_count: string;
  readonly checksum: string;
}

interface Checksum {
  readonly count: string;
  readonly checksum: string;
}

/** A sum that does not hang on the order of rows. */
function checksumOf(name: string): string {
  const ofRow = `('x' || substr(md5(int8send(id) || exact), 1, 16))::bit(64)::bigint`;
  return `select count(*)::text as count, coalesce(bit_xor(${ofRow}), 0)::text as checksum from ${name}`;
}
