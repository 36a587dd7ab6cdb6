import { QuenError } from '../../core/errors.ts';
import type { Database, Queryable } from './database.ts';
import { MIGRATIONS } from './migrations.ts';

/** Any number, the same in every Quen: processes that start at once migrate one after the other. */
const MIGRATION_LOCK = 7_183_421;

/**
 * Brings the tables up to this Quen's version, in one transaction. Throws `DATABASE_VERSION` for tables of a newer Quen.
 * @returns the version that was found
 */
export async function migrate(database: Database): Promise<number> {
  return await database.transaction(async (transaction) => {
    await transaction.query('select pg_advisory_xact_lock($1::bigint)', [MIGRATION_LOCK]);
    await transaction.query('create table if not exists quen_version (version integer not null)');
    const found = await versionOf(transaction);
    if (found > MIGRATIONS.length) {
      const message = `The tables are of version ${found}; this Quen knows ${MIGRATIONS.length}. Use the newer Quen.`;
      throw new QuenError('DATABASE_VERSION', message);
    }
    for (const statements of MIGRATIONS.slice(found))
      for (const statement of statements) await transaction.query(statement);
    await transaction.query('delete from quen_version');
    await transaction.query('insert into quen_version (version) values ($1)', [MIGRATIONS.length]);
    return found;
  });
}

async function versionOf(target: Queryable): Promise<number> {
  const [row] = await target.query<{ version: number }>('select version from quen_version');
  return row?.version ?? 0;
}
