import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestPostgres } from '../../test/support/postgres.ts';
import { cutNetwork } from './network-cut.ts';
import { changedPackage, poisonedBy } from './other-workers.ts';
import { processorSeconds, type Started, wait } from './processes.ts';
import type { Site } from './site.ts';

/** What a trial works with. */
export interface TrialParts {
  readonly site: Site;
  readonly postgres: TestPostgres;
  /** For what the trial itself makes. */
  readonly folder: string;
  /** Name of a photo of the pile. */
  readonly victim: string;
}

/** A trial: begins workers and breaks something; ends when the submitter does. @returns what happened, for the table */
export type Trial = (parts: TrialParts) => Promise<string>;

/** So many workers, and nothing breaks. */
export function undisturbed(workerCount: number): Trial {
  return async ({ site }) => {
    const submitter = site.submit();
    const workers = Array.from({ length: workerCount }, () => site.worker());
    const spent = (): number => workers.reduce((sum, worker) => sum + processorSeconds(worker), 0);
    // What starting costs is left out.
    const before = await site.untilDone(0.15, submitter);
    const spentBefore = spent();
    await done(submitter);
    const milliseconds = (1000 * (spent() - spentBefore)) / ((await site.untilDone(1, submitter)) - before);
    return `nothing; ${milliseconds.toFixed(0)} ms of processor time a photo`;
  };
}

/** Workers are killed, each at another share of the work, and others started. */
export const killedWorkers: Trial = async ({ site }) => {
  const submitter = site.submit();
  const workers = Array.from({ length: 4 }, () => site.worker());
  for (const [place, share] of [0.15, 0.3, 0.45].entries()) {
    await site.untilDone(share, submitter);
    workers[place]?.child.kill('SIGKILL');
    site.worker();
  }
  await done(submitter);
  return '3 of 4 workers, kill -9, each replaced';
};

/** The database is killed in the middle, and comes back. */
export const killedDatabase: Trial = async ({ site, postgres }) => {
  const submitter = site.submit();
  site.worker();
  site.worker();
  await site.untilDone(0.3, submitter);
  postgres.kill();
  await wait(20_000);
  await startAgain(postgres);
  await done(submitter);
  return 'kill -9 of PostgreSQL with two workers, back after 20 s';
};

/** A worker's network goes away for longer than its lease. */
export const networkCut: Trial = async ({ site, postgres }) => {
  const network = await cutNetwork(postgres.port);
  if (network === undefined) return 'NOT TRIED: no network namespace may be made here';
  try {
    const submitter = site.submit();
    const { namespace } = network;
    const cut = site.worker({ namespace, url: network.urlOf(site.url) });
    site.worker();
    await site.untilDone(0.2, submitter);
    network.cut();
    await wait(40_000);
    network.mend();
    await done(submitter);
    return `network namespace of one of two workers cut for 40 s; it told: ${lastLines(cut, 'Waits|another worker')}`;
  } finally {
    network.remove();
  }
};

/** A worker stands still for longer than its lease, and goes on as if nothing had been. */
export const stoppedWorker: Trial = async ({ site }) => {
  const submitter = site.submit();
  const stopped = site.worker();
  site.worker();
  await site.untilDone(0.2, submitter);
  stopped.child.kill('SIGSTOP');
  await wait(25_000);
  stopped.child.kill('SIGCONT');
  await done(submitter);
  return `SIGSTOP of one of two workers for 25 s; it told: ${lastLines(stopped, 'another worker')}`;
};

/** The store's disk is full for a while. */
export const fullDisk: Trial = async ({ site, folder }) => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=700k', 'tmpfs', site.store], { stdio: 'pipe' });
  } catch {
    return 'NOT TRIED: nothing may be mounted here';
  }
  try {
    const submitter = site.submit();
    await untilRun(site);
    writeFileSync(join(site.store, 'filler'), new Uint8Array(freeBytes(site.store)));
    const worker = site.worker();
    await until(() => worker.said().includes('OUTPUT_FULL'), submitter);
    execFileSync('mount', ['-o', 'remount,size=200m', site.store]);
    rmSync(join(site.store, 'filler'));
    await done(submitter);
    return `store on a full disk until a worker said: ${lastLines(worker, 'OUTPUT_FULL')}`;
  } finally {
    // Its files are in memory, and are compared before.
    execFileSync('umount', ['-l', site.store]);
    mkdirSync(folder, { recursive: true });
  }
};

/** Workers that must not take part, and one that may. */
export const otherWorkers: Trial = async ({ site, folder }) => {
  const version = changedPackage(join(folder, 'other-version'), {
    file: 'version.js',
    from: /version = "[^"]*"|version = '[^']*'/,
    to: 'version = "0.0.9"',
  });
  const networks = changedPackage(join(folder, 'other-networks'), {
    file: 'toolkit/face-caches.js',
    from: /EXTRACTION_VERSION = \d+/,
    to: 'EXTRACTION_VERSION = 999',
  });
  const submitter = site.submit();
  const nowhere = { QUEN_CACHE: join(folder, 'empty-cache'), npm_config_registry: 'http://127.0.0.1:9' };
  const others = [
    site.worker({ dist: version }),
    site.worker({ dist: networks }),
    site.worker({ env: nowhere }),
  ];
  for (const other of others) await until(() => other.said().includes('left to other workers'), submitter);
  site.worker();
  await done(submitter);
  const told = others.map((other) => lastLines(other, 'left to other workers'));
  return `another version, other settings, and a worker that cannot get the networks; they told: ${told.join(' / ')}`;
};

/** A photo ends every process that reads it. */
export const poisonPhoto: Trial = async ({ site, folder, victim }) => {
  const env = { NODE_OPTIONS: poisonedBy(victim, folder) };
  const submitter = site.submit();
  let deaths = 0;
  const keepAlive = async (): Promise<void> => {
    while (submitter.child.exitCode === null) {
      const worker = site.worker({ env });
      await Promise.race([worker.ended, submitter.ended]);
      if (worker.child.signalCode === 'SIGKILL') deaths += 1;
    }
  };
  const alive = keepAlive();
  await done(submitter);
  await alive;
  return `one photo ends every worker that reads it; ${deaths} workers ended, each started again`;
};

async function done(submitter: Started): Promise<void> {
  const code = await submitter.ended;
  if (code !== 0) throw new Error(`The submitter ended with ${code}: ${submitter.said()}`);
}

async function until(isSo: () => boolean, submitter: Started): Promise<void> {
  while (!isSo()) {
    if (submitter.child.exitCode !== null) throw new Error(`The submitter ended early: ${submitter.said()}`);
    await wait(200);
  }
}

async function untilRun(site: Site): Promise<void> {
  for (;;) {
    const rows = await site.rows('select 1 from quen_jobs.run_shards limit 1').catch(() => []);
    if (rows.length > 0) return;
    await wait(200);
  }
}

/** The shared memory of the dead server is given up once its last process has gone. */
async function startAgain(postgres: TestPostgres): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return postgres.start();
    } catch (cause) {
      if (tries === 20) throw cause;
      await wait(1000);
    }
  }
}

function freeBytes(folder: string): number {
  const output = execFileSync('df', ['-B1', '--output=avail', folder], { encoding: 'utf8' });
  return Number(output.split('\n')[1]);
}

function lastLines(started: Started, pattern: string): string {
  const lines = started.said().split('\n');
  const fitting = lines.filter((line) => new RegExp(pattern).test(line));
  return (fitting.at(-1) ?? 'nothing').replace(/^\S+Z /, '');
}
