import { join } from 'node:path';
import { PGlite, type Transaction, types } from '@electric-sql/pglite';
import type { Database, Queryable, SqlValue } from './database.ts';
import { databaseFault } from './database-fault.ts';
import { lockFolder } from './folder-lock.ts';

/**
 * Opens the PostgreSQL that runs within this process, in a folder that is its alone: two processes on one folder would lose rows
 * without an error. Throws `DATABASE_LOCKED` and `DATABASE_UNREACHABLE`.
 */
export async function openEmbeddedDatabase(folder: string): Promise<Database> {
  const lock = await lockFolder(folder);
  try {
    const database = await PGlite.create({
      dataDir: join(folder, 'postgres'),
      parsers: { [types.BYTEA]: bytesOfText },
      serializers: { [types.BYTEA]: textOfBytes },
    });
    return {
      kind: 'embedded',
      query: (sql, parameters) => run(database, sql, parameters),
      transaction: async (work) =>
        // A transaction that throws is rolled back by PGlite.
        (await database.transaction((transaction) => work(queryable(transaction)))) as Awaited<
          ReturnType<typeof work>
        >,
      script: async (sql) => {
        await database.exec(sql).catch((cause: unknown) => {
          throw databaseFault(cause);
        });
      },
      async [Symbol.asyncDispose]() {
        await database.close();
        await lock[Symbol.asyncDispose]();
      },
    };
  } catch (cause) {
    await lock[Symbol.asyncDispose]();
    throw databaseFault(cause);
  }
}

/** PGlite's own goes through the digits one by one, which for the embeddings of 10,000 faces takes seconds. */
function bytesOfText(text: string): Uint8Array {
  return Buffer.from(text.slice(HEX_MARK.length), 'hex');
}

function textOfBytes(bytes: Uint8Array): string {
  return HEX_MARK + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

const HEX_MARK = '\\x';

function queryable(transaction: Transaction): Queryable {
  return { query: (sql, parameters) => run(transaction, sql, parameters) };
}

async function run<Row>(
  target: Pick<PGlite, 'query'>,
  sql: string,
  parameters: readonly SqlValue[] = [],
): Promise<Row[]> {
  try {
    return (await target.query<Row>(sql, [...parameters])).rows;
  } catch (cause) {
    throw databaseFault(cause);
  }
}
