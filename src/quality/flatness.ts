/** Slopes below this share of the steep ones are none: paper, or a fill of one colour. */
const FLAT_SHARE = 0.03;
/** Which slope is a steep one: an outline covers more of a drawing than one pixel in fifty. */
const STEEP_QUANTILE = 0.98;

/**
 * Share of the pixels on whose place nothing slopes, in [0, 1], by the steepest slopes of the same image: it depends on neither
 * contrast nor brightness, and blur lowers it. Skin always slopes a little; a drawing is outlines between plain fills. 1 for a plain image.
 * @param luma shape [heightPx, widthPx]; at least 3x3
 */
export function flatShareOf(luma: Float32Array, widthPx: number): number {
  const slopes = slopesOf(luma, widthPx).sort();
  const steep = slopes[Math.floor(STEEP_QUANTILE * (slopes.length - 1))] as number;
  const flat = slopes.findIndex((slope) => slope > FLAT_SHARE * steep);
  return (flat < 0 ? slopes.length : flat) / slopes.length;
}

/** Lengths of the central differences within the image. */
function slopesOf(luma: Float32Array, widthPx: number): Float32Array {
  const heightPx = luma.length / widthPx;
  const slopes = new Float32Array((widthPx - 2) * (heightPx - 2));
  let place = 0;
  for (let y = 1; y < heightPx - 1; y++) {
    for (let x = 1; x < widthPx - 1; x++) {
      const i = y * widthPx + x;
      const right = (luma[i + 1] as number) - (luma[i - 1] as number);
      const down = (luma[i + widthPx] as number) - (luma[i - widthPx] as number);
      slopes[place++] = Math.hypot(right, down);
    }
  }
  return slopes;
}
