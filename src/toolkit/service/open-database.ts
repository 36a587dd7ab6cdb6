import type { Database } from '../../adapters/database/database.ts';
import { openEmbeddedDatabase } from '../../adapters/database/embedded-database.ts';
import { migrate } from '../../adapters/database/migrate.ts';
import { openServerDatabase } from '../../adapters/database/server-database.ts';

/** Opens the database of a service, with its tables as this version has them. Throws `DATABASE_*` and `OUTPUT_*`. */
export async function openServiceDatabase({
  data,
  databaseUrl,
}: {
  readonly data: string;
  readonly databaseUrl?: string | undefined;
}): Promise<Database> {
  const database =
    databaseUrl === undefined ? await openEmbeddedDatabase(data) : await openServerDatabase(databaseUrl);
  try {
    await migrate(database);
    return database;
  } catch (cause) {
    await database[Symbol.asyncDispose]();
    throw cause;
  }
}
