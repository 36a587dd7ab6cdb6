import { afterAll, beforeAll, describe } from 'vitest';
import type { Database } from '../../src/adapters/database/database.ts';
import { openServerDatabase } from '../../src/adapters/database/server-database.ts';
import { makeExactIndex, openExactIndex } from '../../src/adapters/vector-index/exact-index.ts';
import {
  pgvectorSettingsSchema,
  usearchSettingsSchema,
} from '../../src/adapters/vector-index/index-settings.ts';
import { makePgvectorIndex, openPgvectorIndex } from '../../src/adapters/vector-index/pgvector-index.ts';
import { makeUsearchIndex, openUsearchIndex } from '../../src/adapters/vector-index/usearch-index.ts';
import { type PgvectorServer, startPgvectorServer } from '../support/pgvector-server.ts';
import { describeVectorIndex } from './vector-index.contract.ts';

describeVectorIndex('exact', {
  make: (dimension) => makeExactIndex(dimension, { threads: 1 }),
  open: (folder, source) => openExactIndex(folder, source, { threads: 1 }),
  runs: 40,
});

for (const precision of ['f16', 'f32'] as const) {
  const settings = usearchSettingsSchema.parse({ precision });
  describeVectorIndex(`usearch ${precision}`, {
    make: async (dimension) => makeUsearchIndex(dimension, settings),
    open: (folder, source) => openUsearchIndex(folder, source, settings),
    runs: 20,
  });
}

describe('behind a socket', () => {
  let server: PgvectorServer;
  let database: Database;
  beforeAll(async () => {
    server = await startPgvectorServer();
    database = await openServerDatabase(server.url, { connections: 1 });
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
  const tried = [
    { search: 'flat', precision: 'halfvec' },
    { search: 'flat', precision: 'vector' },
    { search: 'hnsw', precision: 'halfvec' },
  ] as const;
  for (const { search, precision } of tried) {
    const settings = pgvectorSettingsSchema.parse({ search, precision });
    const place = () => ({ database, name: `made_${search}_${precision}` });
    describeVectorIndex(`pgvector ${search} ${precision}`, {
      make: (dimension) => makePgvectorIndex(dimension, place(), settings),
      open: (_, source) => openPgvectorIndex(source, database, settings),
      runs: 3,
    });
  }
});
