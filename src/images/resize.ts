import { blankImage, type RgbImage } from '../core/image.ts';
import { blockMeansInto, stretchInto } from '../numerics/resample.ts';

/**
 * An image scaled to a size, bilinear. A side that shrinks to less than half is first averaged over whole blocks of
 * pixels, so fine patterns fade instead of turning into false ones. Pixel areas correspond: x' = (x + 0.5) w'/w - 0.5.
 */
export function resizeImage(image: RgbImage, widthPx: number, heightPx: number): RgbImage {
  if (widthPx === image.widthPx && heightPx === image.heightPx) return image;
  const blockWidth = wholeShrink(image.widthPx / widthPx);
  const blockHeight = wholeShrink(image.heightPx / heightPx);
  const small = boxShrink(image, blockWidth, blockHeight);
  const out = blankImage(widthPx, heightPx);
  stretchInto(small, image.widthPx / widthPx / blockWidth, image.heightPx / heightPx / blockHeight, out);
  return out;
}

/** Whole number of pixels to average before a bilinear step that shrinks by `shrink`; 1 up to and including 2. */
export function wholeShrink(shrink: number): number {
  return shrink > 2 ? Math.floor(shrink) : 1;
}

function boxShrink(image: RgbImage, blockWidth: number, blockHeight: number): RgbImage {
  if (blockWidth === 1 && blockHeight === 1) return image;
  const out = blankImage(Math.ceil(image.widthPx / blockWidth), Math.ceil(image.heightPx / blockHeight));
  blockMeansInto(image, blockWidth, blockHeight, { column: 0, row: 0 }, out);
  return out;
}
