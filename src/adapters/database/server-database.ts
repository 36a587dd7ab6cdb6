import pg from 'pg';
import type { Database, Queryable, SqlValue } from './database.ts';
import { databaseFault } from './database-fault.ts';

const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;

/** How a server is spoken to. */
export interface ServerDatabaseOptions {
  /** Connections held at once, 10 by default. One for a server that has a single session behind them all, as PGlite's socket has. */
  readonly connections?: number;
  /**
   * A statement that is not answered in this time fails; absent to wait for as long as the system holds the connection, which is a quarter
   * of an hour where a network goes away without a word.
   */
  readonly answerWithinMs?: number;
}

/**
 * Opens a PostgreSQL server by its URL, `postgres://user:password@host/name`. A connection that breaks fails the statement it was used
 * for, and the next statement gets a new one. Throws `DATABASE_UNREACHABLE`.
 */
export async function openServerDatabase(
  url: string,
  { connections = CONNECTIONS, answerWithinMs }: ServerDatabaseOptions = {},
): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    ...(answerWithinMs !== undefined && { query_timeout: answerWithinMs }),
  });
  // A broken idle connection is told here and nowhere else; unheard, it would end the process.
  pool.on('error', () => undefined);
  const database: Database = {
    kind: 'server',
    query: (sql, parameters) => run(pool, sql, parameters),
    transaction: (work) => inTransaction(pool, work),
    // Without parameters, pg sends all statements at once.
    script: async (sql) => void (await run(pool, sql)),
    [Symbol.asyncDispose]: () => pool.end(),
  };
  try {
    await database.query('select 1');
    return database;
  } catch (cause) {
    await pool.end();
    throw cause;
  }
}

async function inTransaction<T>(pool: pg.Pool, work: (transaction: Queryable) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw databaseFault(cause);
  });
  let isBroken = false;
  try {
    await run(client, 'begin');
    const result = await work({ query: (sql, parameters) => run(client, sql, parameters) });
    await run(client, 'commit');
    return result;
  } catch (cause) {
    await client.query('rollback').catch(() => {
      isBroken = true;
    });
    throw cause;
  } finally {
    client.release(isBroken);
  }
}

async function run<Row>(
  target: { query(sql: string, parameters: unknown[]): Promise<{ rows: unknown[] }> },
  sql: string,
  parameters: readonly SqlValue[] = [],
): Promise<Row[]> {
  try {
    return (await target.query(sql, parameters.map(bound))).rows as Row[];
  } catch (cause) {
    throw databaseFault(cause);
  }
}

/** pg takes bytes as a Buffer only. */
function bound(value: SqlValue): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return value;
}
