import sharp from 'sharp';
import type { RgbImage } from '../../src/core/image.ts';
import { lfwPhotos, sharedPath } from './shared-photos.ts';

const SIDE_PX = 112;

/** The middle 112x112 pixels of LFW photos evenly spread over the list: a face fills most of each. */
export async function centreCrops(count: number): Promise<RgbImage[]> {
  const all = lfwPhotos();
  const chosen = Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]);
  return await Promise.all(
    chosen.map(async (path) => {
      const region = { left: 69, top: 69, width: SIDE_PX, height: SIDE_PX };
      const pixels = await sharp(sharedPath(path)).extract(region).removeAlpha().raw().toBuffer();
      return { widthPx: SIDE_PX, heightPx: SIDE_PX, pixels: new Uint8Array(pixels) };
    }),
  );
}
