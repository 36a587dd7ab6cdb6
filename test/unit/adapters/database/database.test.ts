import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../../src/adapters/database/database.ts';
import { openEmbeddedDatabase } from '../../../../src/adapters/database/embedded-database.ts';
import { lockFolder } from '../../../../src/adapters/database/folder-lock.ts';
import { migrate } from '../../../../src/adapters/database/migrate.ts';
import { MIGRATIONS } from '../../../../src/adapters/database/migrations.ts';
import { openServerDatabase } from '../../../../src/adapters/database/server-database.ts';
import { postgresPrograms, startPostgres, type TestPostgres } from '../../../support/postgres.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function behavesAsDatabase(open: () => Database): void {
  test('migrating makes the tables, and again changes nothing', async () => {
    const database = open();
    await migrate(database);
    expect(await migrate(database)).toBe(MIGRATIONS.length);
    expect(await database.query('select * from people')).toEqual([]);
  });

  test('tables of a newer Quen are refused', async () => {
    const database = open();
    await migrate(database);
    await database.query('update quen_version set version = 1000');
    await expect(migrate(database)).rejects.toMatchObject({ code: 'DATABASE_VERSION' });
    await database.query('update quen_version set version = $1', [MIGRATIONS.length]);
  });

  test('bytes, times, lists and nulls come back as they were given', async () => {
    const [row] = await open().query(
      'select $1::bytea as bytes, $2::timestamptz as at, $3::text[] as words, $4::text as nothing, $5::float8 as real',
      [Uint8Array.of(0, 255, 7), new Date(1_700_000_000_123), ['a', "b'c"], null, 0.1],
    );
    expect(row).toMatchObject({
      words: ['a', "b'c"],
      nothing: null,
      real: 0.1,
      at: new Date(1_700_000_000_123),
    });
    expect([...(row as { bytes: Uint8Array }).bytes]).toEqual([0, 255, 7]);
  });

  test('a transaction that throws leaves nothing behind', async () => {
    const database = open();
    await database.query('create table if not exists kept (n integer)');
    const attempt = database.transaction(async (transaction) => {
      await transaction.query('insert into kept values (1)');
      throw new Error('on purpose');
    });
    await expect(attempt).rejects.toThrow('on purpose');
    await database.transaction((transaction) => transaction.query('insert into kept values (2)'));
    expect(await database.query('select n from kept')).toEqual([{ n: 2 }]);
  });

  test('a refused statement is a coded fault, and the database goes on', async () => {
    const database = open();
    await expect(database.query('select * from nowhere')).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });
}

describe('embedded', () => {
  let database: Database;
  const folder = `/tmp/quen-embedded-${process.pid}`;
  beforeAll(async () => {
    database = await openEmbeddedDatabase(folder);
  }, 60_000);
  afterAll(() => database[Symbol.asyncDispose]());
  behavesAsDatabase(() => database);

  test('a second opening of the folder is refused with the holder', async () => {
    await expect(openEmbeddedDatabase(folder)).rejects.toMatchObject({
      code: 'DATABASE_LOCKED',
      message: expect.stringContaining(`process ${process.pid}`),
    });
  });
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
  }, 60_000);
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
    server.remove();
  });
  behavesAsDatabase(() => database);

  test('a server that was killed and came back is used again', async () => {
    server.stop('immediate');
    await expect(database.query('select 1')).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    server.start();
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a server that is not there is told with what to check', async () => {
    await expect(openServerDatabase('postgres://quen@127.0.0.1:1/none')).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: expect.stringContaining('DATABASE_URL'),
    });
  });
});

describe('the lock of a folder', () => {
  const lockOf = (folder: string, holder: object): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'quen.lock'), JSON.stringify(holder));
  };
  const elsewhere = { id: 'x', pid: 1, host: 'another-machine', bornAt: '1' };

  test('is given up at the end, and then free', async () => {
    const folder = temporaryFolder();
    await (await lockFolder(folder))[Symbol.asyncDispose]();
    await using second = await lockFolder(folder);
    expect(second.lost.aborted).toBe(false);
  });

  test('of a process that is dead is taken over at once', async () => {
    const folder = temporaryFolder();
    const child = spawn('true');
    await once(child, 'exit');
    lockOf(folder, { id: 'x', pid: child.pid, host: hostname(), bornAt: '1' });
    await using lock = await lockFolder(folder);
    expect(lock.lost.aborted).toBe(false);
  });

  test('of another process that has got the number of a dead one is taken over', async () => {
    const folder = temporaryFolder();
    lockOf(folder, { id: 'x', pid: process.pid, host: hostname(), bornAt: '1' });
    await using lock = await lockFolder(folder);
    expect(lock.lost.aborted).toBe(false);
  });

  test('of another machine holds while it is touched, and is taken over when silent', async () => {
    const folder = temporaryFolder();
    lockOf(folder, elsewhere);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'DATABASE_LOCKED' });
    utimesSync(join(folder, 'quen.lock'), 0, 0);
    await using lock = await lockFolder(folder);
    expect(lock.lost.aborted).toBe(false);
  });
});
