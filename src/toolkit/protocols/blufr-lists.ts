import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { QuenError } from '../../core/errors.ts';
import type { BlufrTrial } from '../../evaluation/protocols/blufr.ts';
import { blufrTrials, parseBlufrList } from '../../evaluation/protocols/blufr-lists.ts';
import type { ProtocolPhoto } from '../../evaluation/protocols/person-photos.ts';

/**
 * Reads the trials of BLUFR's toolkit from its text lists. Throws `TABLE_INVALID` for lists that are none, that do not belong
 * together, or that name photos which are not there.
 * @param folder `list/lfw` of the toolkit: `gallery_set.txt` and `probe_set.txt` are read
 */
export async function readBlufrLists(
  folder: string,
  photos: readonly ProtocolPhoto[],
): Promise<BlufrTrial[]> {
  const read = async (name: string) => {
    const path = join(folder, name);
    return parseBlufrList(await readText(path), path);
  };
  const lists = { gallery: await read('gallery_set.txt'), probes: await read('probe_set.txt') };
  return blufrTrials(lists, photos, folder);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const message = `The list ${path} cannot be read. Give the folder list/lfw of BLUFR's toolkit.`;
    throw new QuenError('TABLE_INVALID', message, { cause });
  }
}
