import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folder of the LFW photos, beside the repository or where QUEN_LFW says. */
export const LFW = resolve(process.env.QUEN_LFW ?? '../shared/data/lfw');

/** LFW photos evenly spread over the sorted list, the same each time. */
export function lfwPhotos(count: number): { path: string; name: string }[] {
  const images = join(LFW, 'images');
  if (!existsSync(images))
    throw new Error(`LFW is not at ${images}. Set QUEN_LFW to the folder that holds images/.`);
  const all = readdirSync(images)
    .sort()
    .flatMap((person) =>
      readdirSync(join(images, person))
        .sort()
        .map((photo) => `${person}/${photo}`),
    );
  return Array.from({ length: count }, (_, i) => {
    const name = all[Math.floor((i * all.length) / count)] ?? '';
    return { path: join(images, name), name };
  });
}

/** The first photo of each person of LFW, by name. */
export function lfwPeople(): { path: string; name: string }[] {
  const images = join(LFW, 'images');
  return readdirSync(images)
    .sort()
    .map((person) => {
      const name = `${person}/${readdirSync(join(images, person)).sort()[0]}`;
      return { path: join(images, name), name };
    });
}
