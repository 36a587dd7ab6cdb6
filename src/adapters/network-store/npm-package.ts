/// <reference path="./npmcli-config.d.ts" />
import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { QuenError } from '../../core/errors.ts';
import { writeFault } from '../files/write-file.ts';
import { removeAbandoned } from './remove-abandoned.ts';

// npm's client takes a third of a second to load, so that is done where something is fetched.

/** An exact version of a package in the npm registry. */
export interface NpmPackage {
  readonly package: string;
  readonly version: string;
  /** Subresource integrity of the tarball; what the registry says when absent. */
  readonly integrity?: string;
}

/**
 * Unpacks a package into a new folder below `parent`, with the user's own npm settings (registry, proxy, keys).
 * No script of the package is run. The caller removes the folder. Throws `NETWORK_UNREACHABLE` and `NETWORK_CHECKSUM`.
 */
export async function unpackNpmPackage(wanted: NpmPackage, parent: string): Promise<string> {
  const folder = join(parent, `unpacking-${process.pid}-${randomBytes(4).toString('hex')}`);
  const name = `${wanted.package}@${wanted.version}`;
  try {
    await mkdir(folder, { recursive: true });
    await removeAbandoned(parent);
    await extract(name, folder, wanted.integrity);
    return folder;
  } catch (cause) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw isWriteFault(cause) ? writeFault(cause.path ?? parent, cause) : fetchFault(name, cause);
  }
}

/**
 * A folder with a package's files, unpacked on the first call and found on later ones without a network. A package that
 * was only half unpacked is never found.
 */
export async function keepNpmPackage(wanted: NpmPackage, parent: string): Promise<string> {
  const kept = join(parent, `${wanted.package.replace('/', '+')}@${wanted.version}`);
  if (await isFolder(kept)) return kept;
  const unpacked = await unpackNpmPackage(wanted, parent);
  try {
    await rename(unpacked, kept);
  } catch (cause) {
    await rm(unpacked, { recursive: true, force: true });
    // Another process may have been faster.
    if (!(await isFolder(kept))) throw writeFault(kept, cause);
  }
  return kept;
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Only the registry is asked: from a repository or a folder npm would run scripts. */
const REGISTRY_ONLY = { allowGit: 'none', allowRemote: 'none', allowFile: 'none', allowDirectory: 'none' };

async function extract(name: string, folder: string, integrity: string | undefined): Promise<void> {
  const { default: pacote } = await import('pacote');
  const { settings, answerTimeoutMs } = await loadNpmSettings();
  const options = { ...settings, ...REGISTRY_ONLY, packumentCache: new Map() };
  // npm has no limit for a connection that is never made, so the registry's first answer gets one.
  const signal = answerTimeoutMs === undefined ? undefined : AbortSignal.timeout(answerTimeoutMs);
  await pacote.manifest(name, { ...options, signal });
  await failingOnLostFiles(
    async () => await pacote.extract(name, folder, { ...options, ...(integrity && { integrity }) }),
  );
}

/** A file that cannot be written is to npm a line in its log, and the rest is unpacked: on a full disk that is a fault. */
async function failingOnLostFiles(unpack: () => Promise<unknown>): Promise<void> {
  const npmLog: NodeJS.EventEmitter = process;
  let lost: NodeJS.ErrnoException | undefined;
  const listen = (level: string, prefix: string, _code: unknown, why: unknown): void => {
    if (level !== 'warn' || prefix !== 'tar') return;
    const errno = WRITE_FAULTS.find((name) => String(why).startsWith(`${name}:`));
    if (errno !== undefined) lost ??= Object.assign(new Error(String(why)), { code: errno });
  };
  npmLog.on('log', listen);
  try {
    await unpack();
  } finally {
    npmLog.off('log', listen);
  }
  if (lost !== undefined) throw lost;
}

interface NpmSettings {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Undefined where the user has set npm's own `fetch-timeout`. */
  readonly answerTimeoutMs: number | undefined;
}

/** npm waits 70 s between its tries and five minutes for each; whoever has no connection should hear it sooner. */
const PATIENCE = { minTimeoutMs: 500, maxTimeoutMs: 2000, idleTimeoutMs: 30_000, answerTimeoutMs: 30_000 };

async function loadNpmSettings(): Promise<NpmSettings> {
  const { default: Config } = await import('@npmcli/config');
  const { default: npmSettings } = await import('@npmcli/config/lib/definitions/index.js');
  const config = new Config({
    ...npmSettings,
    npmPath: import.meta.dirname,
    argv: [],
    cwd: process.cwd(),
    warn: false,
  });
  await config.load();
  const isTimeoutOurs = config.isDefault('fetch-timeout');
  const retry = {
    ...(config.flat['retry'] as object),
    ...(config.isDefault('fetch-retry-mintimeout') && { minTimeout: PATIENCE.minTimeoutMs }),
    ...(config.isDefault('fetch-retry-maxtimeout') && { maxTimeout: PATIENCE.maxTimeoutMs }),
  };
  const timeout = isTimeoutOurs ? PATIENCE.idleTimeoutMs : config.flat['timeout'];
  return {
    settings: { ...config.flat, retry, timeout },
    answerTimeoutMs: isTimeoutOurs ? PATIENCE.answerTimeoutMs : undefined,
  };
}

/** npm blames the user for a request that ran out of time. */
function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === 'AbortError')
    return `the registry did not answer within ${PATIENCE.answerTimeoutMs / 1000} s`;
  return cause.message.replace(/\.$/, '');
}

const WRITE_FAULTS = ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'];

function isWriteFault(cause: unknown): cause is NodeJS.ErrnoException {
  const { code = '', syscall } = cause as NodeJS.ErrnoException;
  // A firewall refuses a connection with EACCES or EPERM too.
  return syscall !== 'connect' && WRITE_FAULTS.includes(code);
}

function fetchFault(name: string, cause: unknown): QuenError {
  const { code } = cause as NodeJS.ErrnoException;
  const why = reason(cause);
  if (code === 'EINTEGRITY') {
    const message = `The package ${name} is not the one expected (${why}). Nothing of it was kept.`;
    return new QuenError('NETWORK_CHECKSUM', message, { cause });
  }
  const message = `The package ${name} cannot be fetched: ${why}. Check the network and npm's own settings, then run the same command again.`;
  return new QuenError('NETWORK_UNREACHABLE', message, { cause });
}
