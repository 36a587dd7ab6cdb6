import { blankImage, type RgbImage } from '../../core/image.ts';

/** Weights of a pixel's neighbourhood, row by row, shape [3, 3]. */
export type Kernel = readonly number[];

/** The kernel that leaves an image as it is. */
const UNCHANGED: Kernel = [0, 0, 0, 0, 1, 0, 0, 0, 0];

/**
 * A mixture of an image and its edges.
 * @param alpha share of the edges, in [0, 1] @param lightness weight of the pixel itself beside them
 */
export function sharpen(image: RgbImage, alpha: number, lightness: number): RgbImage {
  const effect = [-1, -1, -1, -1, 8 + lightness, -1, -1, -1, -1];
  return convolve(image, mixed(effect, alpha));
}

/**
 * A mixture of an image and its relief, lit from the bottom right.
 * @param alpha share of the relief, in [0, 1] @param strength from 0
 */
export function emboss(image: RgbImage, alpha: number, strength: number): RgbImage {
  const effect = [-1 - strength, -strength, 0, -strength, 1, strength, 0, strength, 1 + strength];
  return convolve(image, mixed(effect, alpha));
}

function mixed(effect: Kernel, alpha: number): Kernel {
  return effect.map((weight, i) => alpha * weight + (1 - alpha) * (UNCHANGED[i] as number));
}

/**
 * Weighs neighbourhoods (a correlation: the kernel is not turned); beyond the edge the image is mirrored at its
 * edge pixels.
 */
function convolve(image: RgbImage, kernel: Kernel): RgbImage {
  const { widthPx, heightPx } = image;
  const out = blankImage(widthPx, heightPx);
  const places = new Int32Array(9);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      for (let k = 0; k < 9; k++) {
        const row = mirrored(y + Math.floor(k / 3) - 1, heightPx);
        places[k] = (row * widthPx + mirrored(x + (k % 3) - 1, widthPx)) * 3;
      }
      weighInto(image, { places, kernel }, out, (y * widthPx + x) * 3);
    }
  }
  return out;
}

function weighInto(
  { pixels }: RgbImage,
  { places, kernel }: { readonly places: Int32Array; readonly kernel: Kernel },
  out: RgbImage,
  place: number,
): void {
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0;
    for (let k = 0; k < 9; k++)
      sum += (kernel[k] as number) * (pixels[(places[k] as number) + channel] as number);
    out.pixels[place + channel] = Math.min(Math.max(sum, 0), 255) + 0.5;
  }
}

function mirrored(place: number, count: number): number {
  if (count === 1) return 0;
  if (place < 0) return -place;
  return place < count ? place : 2 * count - 2 - place;
}
