import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';

/** Where Debian's PostgreSQL server has its programs; undefined where it is not installed. */
export function postgresPrograms(): string | undefined {
  const [version] = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort().reverse() : [];
  return version === undefined ? undefined : join(DEBIAN, version, 'bin');
}

/** A PostgreSQL server of this run alone. */
export interface TestPostgres {
  readonly url: string;
  readonly port: number;
  /** Ends it without a checkpoint, or in order; its data go with `remove`. */
  stop(mode: 'immediate' | 'fast'): void;
  /** Ends its first process with `kill -9`; the others see it and end themselves. */
  kill(): void;
  start(): void;
  remove(): void;
}

/** Makes and starts a server on a free port, with trust for every user, its data in a temporary folder. */
export async function startPostgres(): Promise<TestPostgres> {
  const programs = postgresPrograms();
  if (programs === undefined)
    throw new Error("Debian's PostgreSQL is not installed: apt-get install postgresql");
  const folder = mkdtempSync('/tmp/quen-postgres-');
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    const ids = ['-u', '-g'].map((flag) =>
      Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout),
    );
    chownSync(folder, ids[0] as number, ids[1] as number);
  }
  const port = await freePort();
  // The server refuses to run as root.
  const run = (program: string, args: readonly string[]): void => {
    const command = [join(programs, program), ...args];
    const [file = '', ...rest] = isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    const { status, stderr } = spawnSync(file, rest, {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: folder,
    });
    if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  };
  const data = join(folder, 'data');
  const log = join(folder, 'log');
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=on`;
  const start = (): void => run('pg_ctl', ['-D', data, '-l', log, '-w', '-o', settings, 'start']);
  run('initdb', ['-D', data, '-U', 'quen', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
  start();
  const stop = (mode: 'immediate' | 'fast'): void => run('pg_ctl', ['-D', data, '-w', '-m', mode, 'stop']);
  return {
    url: `postgres://quen@127.0.0.1:${port}/postgres`,
    port,
    start,
    kill: () => {
      const [pid = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGKILL');
    },
    stop,
    remove: () => {
      try {
        stop('immediate');
      } catch {
        // It was stopped already.
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
