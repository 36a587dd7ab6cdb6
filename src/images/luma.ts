import { blankImage, type RgbImage } from '../core/image.ts';
import { luma } from '../numerics/colour.ts';

/** The luma of every pixel, the Y of YCrCb. @returns shape [heightPx, widthPx], in 0..255 */
export function lumaOf({ widthPx, heightPx, pixels }: RgbImage): Float32Array {
  const values = new Float32Array(widthPx * heightPx);
  for (let place = 0, i = 0; place < values.length; place++, i += 3)
    values[place] = luma(pixels[i] as number, pixels[i + 1] as number, pixels[i + 2] as number);
  return values;
}

/**
 * An image with another luma and the same chroma. Chroma is what a channel differs from the luma by, so every channel of a
 * pixel moves by as much as its luma; what leaves 0..255 is cut off.
 * @param values shape [heightPx, widthPx], in 0..255
 */
export function withLuma(image: RgbImage, values: Float32Array): RgbImage {
  const out = blankImage(image.widthPx, image.heightPx);
  const before = lumaOf(image);
  for (let i = 0; i < out.pixels.length; i++) {
    const place = Math.floor(i / 3);
    const value = (image.pixels[i] as number) + (values[place] as number) - (before[place] as number);
    out.pixels[i] = Math.min(Math.max(value, 0), 255) + 0.5;
  }
  return out;
}
