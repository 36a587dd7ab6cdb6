import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Database } from '../../src/adapters/database/database.ts';
import { openEmbeddedDatabase } from '../../src/adapters/database/embedded-database.ts';
import { migrate } from '../../src/adapters/database/migrate.ts';
import { openServerDatabase } from '../../src/adapters/database/server-database.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from './postgres.ts';

const OPENING_MS = 120_000;

/** Runs a suite on the embedded PostgreSQL and, where Debian's is installed, on a server; the tables are there. */
export function onBothDatabases(suite: (database: () => Database) => void): void {
  describe('embedded', () => {
    let database: Database;
    const folder = mkdtempSync(join(tmpdir(), 'quen-embedded-'));
    beforeAll(async () => {
      database = await openEmbeddedDatabase(folder);
      await migrate(database);
    }, OPENING_MS);
    afterAll(async () => {
      await database[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    });
    suite(() => database);
  });
  const hasServer = postgresPrograms() !== undefined;
  if (!hasServer)
    console.warn("SKIPPED: Debian's PostgreSQL is not installed, so only the embedded one is tested.");
  describe.skipIf(!hasServer)('server', () => {
    let server: TestPostgres;
    let database: Database;
    beforeAll(async () => {
      server = await startPostgres();
      database = await openServerDatabase(server.url);
      await migrate(database);
    }, OPENING_MS);
    afterAll(async () => {
      await database[Symbol.asyncDispose]();
      server.remove();
    });
    suite(() => database);
  });
}
