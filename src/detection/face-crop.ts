import type { Box } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import type { Tensor } from '../core/tensor.ts';
import { type TensorFormat, toTensor } from '../images/to-tensor.ts';
import { warpSimilarity } from '../images/warp.ts';

/** Several square boxes of a photo as one input, shape [boxes.length, 3, side, side]. */
export function cropTensor(
  photo: RgbImage,
  boxes: readonly Box[],
  format: Omit<TensorFormat, 'layout'>,
): Tensor {
  const sidePx = format.widthPx;
  const length = 3 * sidePx * sidePx;
  const data = new Float32Array(boxes.length * length);
  boxes.forEach((box, i) => {
    const place = data.subarray(i * length, (i + 1) * length);
    toTensor(cropSquare(photo, box, sidePx), { ...format, layout: 'NCHW' }, place);
  });
  return { data, dims: [boxes.length, 3, sidePx, sidePx] };
}

/** The part of a photo that a square box shows, as an image of `sidePx` x `sidePx`; black outside the photo. */
function cropSquare(photo: RgbImage, { xPx, yPx, widthPx }: Box, sidePx: number): RgbImage {
  const scale = sidePx / widthPx;
  // Boxes count from the photo's corner, warps from the centre of its first pixel.
  const shift = (cornerPx: number): number => scale * (0.5 - cornerPx) - 0.5;
  return warpSimilarity(photo, { a: scale, b: 0, tx: shift(xPx), ty: shift(yPx) }, sidePx, sidePx);
}
