import { blankImage, type RgbImage } from '../core/image.ts';
import { labToRgb, rgbToLab } from '../numerics/colour.ts';

/** The lightness of every pixel, the L of CIELAB. @returns shape [heightPx, widthPx], in 0..100 */
export function lightnessOf({ widthPx, heightPx, pixels }: RgbImage): Float32Array {
  const values = new Float32Array(widthPx * heightPx);
  for (let place = 0, i = 0; place < values.length; place++, i += 3)
    [values[place]] = rgbToLab(pixels[i] as number, pixels[i + 1] as number, pixels[i + 2] as number);
  return values;
}

/**
 * An image with its own lightness and other colours; what sRGB cannot show is cut off channel by channel.
 * @param a from green to red, shape [heightPx, widthPx] @param b from blue to yellow, of the same shape
 */
export function withChroma(image: RgbImage, a: Float32Array, b: Float32Array): RgbImage {
  const out = blankImage(image.widthPx, image.heightPx);
  const lightness = lightnessOf(image);
  for (let place = 0; place < lightness.length; place++) {
    const colour = labToRgb(lightness[place] as number, a[place] as number, b[place] as number);
    colour.forEach((value, channel) => {
      out.pixels[3 * place + channel] = Math.min(Math.max(value, 0), 255) + 0.5;
    });
  }
  return out;
}

/** Mean over the pixels of how far their channels lie apart, in 0..255; 0 for an image without colour. */
export function colourfulness({ widthPx, heightPx, pixels }: RgbImage): number {
  let sum = 0;
  for (let i = 0; i < pixels.length; i += 3) {
    const [red, green, blue] = [pixels[i] as number, pixels[i + 1] as number, pixels[i + 2] as number];
    sum += Math.max(red, green, blue) - Math.min(red, green, blue);
  }
  return sum / (widthPx * heightPx);
}
