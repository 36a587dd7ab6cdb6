import { QuenError } from './errors.ts';

/** An upright photo or crop: 8-bit RGB, interleaved, row-major; `pixels` has shape [heightPx, widthPx, 3]. */
export interface RgbImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixels: Uint8Array;
}

/** A black image of the given size. */
export function blankImage(widthPx: number, heightPx: number): RgbImage {
  return { widthPx, heightPx, pixels: new Uint8Array(widthPx * heightPx * 3) };
}

/** Checks that the pixel buffer has exactly the size the width and height say. Throws `DIMENSION_MISMATCH`. */
export function assertImageShape(image: RgbImage): void {
  const expected = image.widthPx * image.heightPx * 3;
  if (image.widthPx > 0 && image.heightPx > 0 && image.pixels.length === expected) return;
  throw new QuenError(
    'DIMENSION_MISMATCH',
    `An RGB image of ${image.widthPx}x${image.heightPx} needs ${expected} bytes; got ${image.pixels.length}.`,
  );
}
