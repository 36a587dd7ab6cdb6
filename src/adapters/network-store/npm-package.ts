import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Config from '@npmcli/config';
import npmSettings from '@npmcli/config/lib/definitions/index.js';
import pacote from 'pacote';
import { QuenError } from '../../core/errors.ts';
import { writeFault } from '../files/write-file.ts';

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
    const settings = await loadNpmSettings();
    await pacote.extract(name, folder, {
      ...settings,
      ...(wanted.integrity && { integrity: wanted.integrity }),
    });
    return folder;
  } catch (cause) {
    await rm(folder, { recursive: true, force: true });
    throw fetchFault(name, cause);
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

async function loadNpmSettings(): Promise<Readonly<Record<string, unknown>>> {
  const config = new Config({
    ...npmSettings,
    npmPath: import.meta.dirname,
    argv: [],
    cwd: process.cwd(),
    warn: false,
  });
  await config.load();
  return config.flat;
}

function fetchFault(name: string, cause: unknown): QuenError {
  const { code } = cause as NodeJS.ErrnoException;
  const why = cause instanceof Error ? cause.message : String(cause);
  if (code === 'EINTEGRITY') {
    const message = `The package ${name} is not the one expected (${why}). Nothing of it was kept.`;
    return new QuenError('NETWORK_CHECKSUM', message, { cause });
  }
  if (code === 'ENOSPC' || code === 'EACCES' || code === 'EROFS' || code === 'ENOTDIR')
    return writeFault(name, cause);
  const message = `The package ${name} cannot be fetched: ${why}. Check the network and npm's own settings, then run the same command again.`;
  return new QuenError('NETWORK_UNREACHABLE', message, { cause });
}
