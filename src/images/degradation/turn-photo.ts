import type { RgbImage } from '../../core/image.ts';
import { rotateImage } from '../rotate.ts';
import { warpSimilarity } from '../warp.ts';

/** A photo turned clockwise by so many degrees, from 0 and below 360, on a canvas that holds all of it; black beside it. */
export function turnPhoto(photo: RgbImage, degrees: number): RgbImage {
  if (degrees === 0) return photo;
  if (degrees === 90 || degrees === 180 || degrees === 270) return rotateImage(photo, degrees);
  const { widthPx, heightPx } = photo;
  const angle = (degrees * Math.PI) / 180;
  const [a, b] = [Math.cos(angle), Math.sin(angle)];
  const outWidthPx = Math.ceil(widthPx * Math.abs(a) + heightPx * Math.abs(b));
  const outHeightPx = Math.ceil(widthPx * Math.abs(b) + heightPx * Math.abs(a));
  // Pixel centres lie at whole numbers, so the middle of n pixels is (n - 1) / 2.
  const [x, y] = [(widthPx - 1) / 2, (heightPx - 1) / 2];
  const tx = (outWidthPx - 1) / 2 - a * x + b * y;
  const ty = (outHeightPx - 1) / 2 - b * x - a * y;
  return warpSimilarity(photo, { a, b, tx, ty }, outWidthPx, outHeightPx);
}
