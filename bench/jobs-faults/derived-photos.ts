import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { lfwPhotos } from '../photos.ts';

/** Folders of people to know and of photos to name. */
export interface FaultPhotos {
  readonly people: string;
  readonly pile: string;
}

const PEOPLE_COUNT = 40;
const LFW_COUNT = 13_233;

/** Makes photos derived from LFW: shifted by some pixels and compressed anew, so that each has a hash of its own. Those that are there stay. */
export async function derivedPhotos(folder: string, count: number): Promise<FaultPhotos> {
  const pile = join(folder, `pile-${count}`);
  const all = join(folder, 'derived');
  for (const name of [pile, all]) mkdirSync(name, { recursive: true });
  const sources = lfwPhotos(Math.min(count, LFW_COUNT));
  for (let i = 0; i < count; i++) {
    const source = sources[i % sources.length] as { path: string; name: string };
    const copy = Math.floor(i / sources.length);
    const name = `${source.name.replace('/', '-').replace(/\.jpe?g$/, '')}-${copy}.jpg`;
    const path = join(all, name);
    if (!existsSync(path)) await derive(source.path, path, copy);
    if (!existsSync(join(pile, name))) symlinkSync(path, join(pile, name));
  }
  return { people: knownPeople(join(folder, 'people')), pile };
}

async function derive(from: string, to: string, copy: number): Promise<void> {
  const shift = 1 + (copy % 7);
  const image = sharp(from);
  const { width = 0, height = 0 } = await image.metadata();
  await image
    .extract({ left: shift, top: shift, width: width - shift, height: height - shift })
    .jpeg({ quality: 95 - (copy % 20) })
    .toFile(to);
}

function knownPeople(folder: string): string {
  if (existsSync(folder) && readdirSync(folder).length >= PEOPLE_COUNT) return folder;
  for (const { path, name } of lfwPhotos(PEOPLE_COUNT)) {
    const person = join(folder, name.split('/')[0] as string);
    mkdirSync(person, { recursive: true });
    const link = join(person, name.split('/')[1] as string);
    if (!existsSync(link)) symlinkSync(path, link);
  }
  return folder;
}
