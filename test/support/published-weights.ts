import { existsSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { cacheFolder } from '../../src/adapters/network-store/cache-folder.ts';
import type { NetworkCard } from '../../src/networks/card.ts';
import type { ImportFile } from '../../src/networks/import/import-file.ts';

/** The files of a network as published, from the user's cache; undefined, with a warning, where one is not there. */
export function publishedWeights({ name, weights }: NetworkCard): ImportFile[] | undefined {
  const folder = join(cacheFolder(), 'networks');
  const paths = weights.files.map((file) => join(folder, `${file.sha256}${extname(file.name)}`));
  if (paths.every((path) => existsSync(path)))
    return paths.map((path) => ({ name: basename(path), bytes: readFileSync(path) }));
  console.warn(`SKIPPED: tests that need the published files of ${name}. Run 'quen networks pull ${name}'.`);
  return undefined;
}
