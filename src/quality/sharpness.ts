/** Rounding to whole values adds noise of about this variance; without it a black image would look sharp. */
const ROUNDING_VARIANCE = 1;

/**
 * How fine the detail of an image is: root mean square gradient (Sobel's, as in Tenengrad, Krotkov 1988) over the standard
 * deviation, which is the root mean square spatial frequency in radians per pixel. It depends on neither contrast nor
 * brightness. In [0, 1]: 0 for a plain image, about 0.33 for a good crop of a face, 0.61 for noise.
 * @param luma shape [heightPx, widthPx]; at least 3x3
 */
export function sharpnessOf(luma: Float32Array, widthPx: number): number {
  const heightPx = luma.length / widthPx;
  let squares = 0;
  for (let y = 1; y < heightPx - 1; y++) {
    for (let x = 1; x < widthPx - 1; x++) {
      const i = y * widthPx + x;
      squares += sobelSquared(luma, i, 1, widthPx) + sobelSquared(luma, i, widthPx, 1);
    }
  }
  const gradient = squares / ((widthPx - 2) * (heightPx - 2));
  return Math.min(1, Math.sqrt(gradient / (variance(luma) + ROUNDING_VARIANCE)));
}

/** Square of the slope at a pixel along one axis, smoothed across it. */
function sobelSquared(luma: Float32Array, i: number, along: number, across: number): number {
  const ahead = i + along;
  const behind = i - along;
  const slope =
    2 * ((luma[ahead] as number) - (luma[behind] as number)) +
    (luma[ahead + across] as number) -
    (luma[behind + across] as number) +
    (luma[ahead - across] as number) -
    (luma[behind - across] as number);
  return (slope / 8) ** 2;
}

function variance(values: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return Math.max(0, squares / values.length - mean * mean);
}
