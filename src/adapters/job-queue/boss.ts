import PgBoss from 'pg-boss';
import type { Database, Queryable, SqlValue } from '../database/database.ts';

/** pg-boss's tables are apart from those of an application that uses it too. */
export const BOSS_SCHEMA = 'quen_queue';

/** pg-boss on an open database, its tables made if need be. It runs no timers: who waits for jobs looks after them. Throws `DATABASE_*`. */
export async function startBoss(database: Database): Promise<PgBoss> {
  const db: PgBoss.Db = {
    executeSql: async (text, values) => {
      // What takes no parameters may be several statements, which give no rows.
      const isScript = values === undefined && text.trimStart().startsWith('BEGIN');
      if (isScript) await database.script(text);
      return { rows: isScript ? [] : await database.query(text, values as SqlValue[] | undefined) };
    },
  };
  const boss = new PgBoss({ db, schema: BOSS_SCHEMA, schedule: false, supervise: false });
  return await boss.start();
}

/** The options by which a call of pg-boss takes part in a transaction. */
export function within(transaction: Queryable): { readonly db: PgBoss.Db } {
  return {
    db: {
      executeSql: async (text, values) => ({ rows: await transaction.query(text, values as SqlValue[]) }),
    },
  };
}
