import { afterAll, beforeAll, it } from 'vitest';
import { postgresPrograms, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { demoPhotos } from './photos.ts';

/** Tests with a PostgreSQL server of their file; skipped, loudly, where none is installed. */
export interface ServerTests {
  /** `it` for tests that need the server. */
  readonly itWithServer: typeof it | typeof it.skip;
  /** Of the server, while tests run. */
  url(): string;
}

/** Starts a server for the tests of a file, with the demo's photos at hand. @param untried what is not tried without a server */
export function withPostgres(untried: string): ServerTests {
  const hasServer = postgresPrograms() !== undefined;
  if (!hasServer) console.warn(`SKIPPED: Debian's PostgreSQL is not installed, so ${untried}.`);
  let postgres: TestPostgres | undefined;
  beforeAll(async () => {
    await demoPhotos();
    if (hasServer) postgres = await startPostgres();
  });
  afterAll(() => postgres?.remove());
  return { itWithServer: hasServer ? it : it.skip, url: () => postgres?.url ?? '' };
}
