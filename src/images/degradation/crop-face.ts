import type { Box } from '../../core/face.ts';
import type { RgbImage } from '../../core/image.ts';
import { warpSimilarity } from '../warp.ts';

/** How much longer than the box's longer side the crop's side is: the contest's crops hold a face and little else. */
const MARGIN = 1.1;

/** The square around a face as a photo of its own, black outside the photo. @param box in pixels of the photo */
export function cropFace(photo: RgbImage, box: Box, sidePx: number): RgbImage {
  const scale = sidePx / (MARGIN * Math.max(box.widthPx, box.heightPx));
  // Boxes count from the photo's corner, warps from the centre of its first pixel.
  const shift = (cornerPx: number, lengthPx: number): number =>
    (sidePx - 1) / 2 - scale * (cornerPx + lengthPx / 2 - 0.5);
  const toCrop = { a: scale, b: 0, tx: shift(box.xPx, box.widthPx), ty: shift(box.yPx, box.heightPx) };
  return warpSimilarity(photo, toCrop, sidePx, sidePx);
}
