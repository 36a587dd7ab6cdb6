import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { RgbImage } from '../../src/core/image.ts';

/** Absolute path of something in the shared folder beside the repository. */
export function sharedPath(path: string): string {
  return fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));
}

/** Whether something is in the shared folder. Warns when it is not; throws in CI, where it must be. */
export function hasShared(path: string): boolean {
  if (existsSync(sharedPath(path))) return true;
  if (process.env.CI) throw new Error(`CI needs shared/${path}.`);
  console.warn(`SKIPPED: tests that need shared/${path}, which is not there.`);
  return false;
}

/** Decodes a photo of the shared folder. */
export async function readSharedPhoto(path: string): Promise<RgbImage> {
  const { data, info } = await sharp(sharedPath(path))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, pixels: new Uint8Array(data) };
}

/** Paths of all photos of Labeled Faces in the Wild below the shared folder, in order. */
export function lfwPhotos(): string[] {
  const folder = 'data/lfw/images';
  const people = readdirSync(sharedPath(folder)).sort();
  return people.flatMap((name) =>
    readdirSync(sharedPath(join(folder, name)))
      .sort()
      .map((file) => `${folder}/${name}/${file}`),
  );
}
