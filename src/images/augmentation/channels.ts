import { blankImage, type RgbImage } from '../../core/image.ts';
import { type Colour, luma } from '../../numerics/colour.ts';
import { hsvToRgb, rgbToHsv } from '../../numerics/hsv.ts';

/** One number for each of red, green and blue. */
export type PerChannel = readonly [number, number, number];

/** A mixture of an image and its greys (ITU-R BT.601). @param alpha share of the greys, in [0, 1] */
export function mixGrey(image: RgbImage, alpha: number): RgbImage {
  return mapPixels(image, (red, green, blue) => {
    const grey = Math.round(luma(red, green, blue));
    return [mix(red, grey, alpha), mix(green, grey, alpha), mix(blue, grey, alpha)];
  });
}

/**
 * An image with a whole number added to hue and saturation in the 8-bit HSV of OpenCV. The number is in units
 * of 1/255 of the circle for the hue, cut off to whole steps of two degrees; the hue wraps around, the
 * saturation is cut off at 0 and 255.
 */
export function addToHueAndSaturation(image: RgbImage, amount: number): RgbImage {
  const steps = Math.trunc((amount / 255) * 180);
  return mapPixels(image, (red, green, blue) => {
    const [hue, saturation, value] = rgbToHsv(red, green, blue);
    return hsvToRgb((hue + steps + 180) % 180, Math.min(Math.max(saturation + amount, 0), 255), value);
  });
}

/** An image with a number added to every value of a channel. */
export function addToChannels(image: RgbImage, amounts: PerChannel): RgbImage {
  return mapChannels(image, (value, channel) => value + amounts[channel]);
}

/** An image with every value of a channel multiplied. */
export function multiplyChannels(image: RgbImage, factors: PerChannel): RgbImage {
  return mapChannels(image, (value, channel) => value * factors[channel]);
}

/** An image whose values lie `factors` times as far from 128 as they did. */
export function scaleContrast(image: RgbImage, factors: PerChannel): RgbImage {
  return mapChannels(image, (value, channel) => 128 + (value - 128) * factors[channel]);
}

function mix(value: number, other: number, share: number): number {
  return value + (other - value) * share;
}

function mapChannels(image: RgbImage, change: (value: number, channel: 0 | 1 | 2) => number): RgbImage {
  return mapPixels(image, (red, green, blue) => [change(red, 0), change(green, 1), change(blue, 2)]);
}

/** Rounded to the nearest whole number and cut off at 0 and 255. */
function mapPixels(
  { widthPx, heightPx, pixels }: RgbImage,
  change: (red: number, green: number, blue: number) => Colour,
): RgbImage {
  const out = blankImage(widthPx, heightPx);
  for (let i = 0; i < pixels.length; i += 3) {
    const changed = change(pixels[i] as number, pixels[i + 1] as number, pixels[i + 2] as number);
    changed.forEach((value, channel) => {
      out.pixels[i + channel] = Math.min(Math.max(value, 0), 255) + 0.5;
    });
  }
  return out;
}
