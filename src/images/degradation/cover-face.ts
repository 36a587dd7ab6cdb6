import type { Box } from '../../core/face.ts';
import type { RgbImage } from '../../core/image.ts';
import type { FaceHalf } from './degradation.ts';

const MID_GREY = 128;

/** A photo with mid grey over the lower or the upper half of a face's box. @param box in pixels of the photo */
export function coverFace(photo: RgbImage, box: Box, half: FaceHalf): RgbImage {
  const { widthPx, heightPx } = photo;
  const middle = box.yPx + box.heightPx / 2;
  const [top, bottom] = half === 'lower' ? [middle, box.yPx + box.heightPx] : [box.yPx, middle];
  const within = (valuePx: number, limitPx: number): number =>
    Math.min(Math.max(Math.round(valuePx), 0), limitPx);
  const left = within(box.xPx, widthPx);
  const right = within(box.xPx + box.widthPx, widthPx);
  const pixels = photo.pixels.slice();
  for (let y = within(top, heightPx); y < within(bottom, heightPx); y++)
    pixels.fill(MID_GREY, (y * widthPx + left) * 3, (y * widthPx + right) * 3);
  return { widthPx, heightPx, pixels };
}
