import { blankImage, type RgbImage } from '../core/image.ts';

/** An image with a black border of the same width on all sides. */
export function padImage(image: RgbImage, borderPx: number): RgbImage {
  const out = blankImage(image.widthPx + 2 * borderPx, image.heightPx + 2 * borderPx);
  const rowLength = image.widthPx * 3;
  for (let y = 0; y < image.heightPx; y++) {
    const row = image.pixels.subarray(y * rowLength, (y + 1) * rowLength);
    out.pixels.set(row, ((y + borderPx) * out.widthPx + borderPx) * 3);
  }
  return out;
}
