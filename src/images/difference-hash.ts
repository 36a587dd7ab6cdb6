import type { RgbImage } from '../core/image.ts';
import { lumaOf } from './luma.ts';
import { resizeImage } from './resize.ts';

const ROWS = 8;
const COLUMNS = 9;

/**
 * The difference hash of an image (Krawetz 2013): shrunk to 9x8 pixels, one bit a pair of neighbours in a row, set where
 * the left one is brighter. It hardly changes when an image is scaled, saved again, brightened or toned.
 * @returns 8 bytes, one a row, the leftmost pair in the highest bit
 */
export function differenceHash(image: RgbImage): Uint8Array {
  const luma = lumaOf(resizeImage(image, COLUMNS, ROWS));
  return Uint8Array.from({ length: ROWS }, (_, y) => {
    let bits = 0;
    for (let x = 0; x < COLUMNS - 1; x++) {
      const isFalling = (luma[y * COLUMNS + x] as number) > (luma[y * COLUMNS + x + 1] as number);
      bits = (bits << 1) | (isFalling ? 1 : 0);
    }
    return bits;
  });
}

/** The hash of the mirror image, except where neighbours are equal: bits in the other order, each turned over. */
export function mirroredHash(hash: Uint8Array): Uint8Array {
  return hash.map((bits) => {
    let mirrored = 0;
    for (let x = 0; x < 8; x++) mirrored |= ((bits >> x) & 1) << (7 - x);
    return ~mirrored & 0xff;
  });
}

/** Bits in which two hashes differ, 0 to 64. */
export function hashDistance(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new RangeError(`Hashes of ${a.length} and ${b.length} bytes.`);
  let distance = 0;
  for (let i = 0; i < a.length; i++)
    for (let bits = (a[i] as number) ^ (b[i] as number); bits !== 0; bits &= bits - 1) distance++;
  return distance;
}
