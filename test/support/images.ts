import type { RgbImage } from '../../src/core/image.ts';
import { seededRandom } from '../../src/numerics/random.ts';

/** A grey image from its pixel values, row by row. */
export function greyImage(rows: readonly (readonly number[])[]): RgbImage {
  const widthPx = rows[0].length;
  const pixels = Uint8Array.from(rows.flat().flatMap((value) => [value, value, value]));
  return { widthPx, heightPx: rows.length, pixels };
}

/** Pixel values of the red channel, row by row. */
export function redRows({ widthPx, heightPx, pixels }: RgbImage): number[][] {
  return Array.from({ length: heightPx }, (_, y) =>
    Array.from({ length: widthPx }, (__, x) => pixels[(y * widthPx + x) * 3]),
  );
}

/** Coloured noise, the same for one seed. */
export function noiseImage(widthPx: number, heightPx: number, seed: number): RgbImage {
  const random = seededRandom(seed);
  const pixels = Uint8Array.from({ length: widthPx * heightPx * 3 }, () => Math.floor(random() * 256));
  return { widthPx, heightPx, pixels };
}
