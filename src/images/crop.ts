import { blankImage, type RgbImage } from '../core/image.ts';

/** The part of an image at its top left; no larger than the image. */
export function cropTopLeft(image: RgbImage, widthPx: number, heightPx: number): RgbImage {
  if (widthPx === image.widthPx && heightPx === image.heightPx) return image;
  const out = blankImage(widthPx, heightPx);
  for (let y = 0; y < heightPx; y++) {
    const start = y * image.widthPx * 3;
    out.pixels.set(image.pixels.subarray(start, start + widthPx * 3), y * widthPx * 3);
  }
  return out;
}
