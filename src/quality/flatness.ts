/** Slopes below this share of the steep ones are none: paper, or a fill of one colour. */
const FLAT_SHARE = 0.03;
/** Which slope is a steep one: an outline covers more of a drawing than one pixel in fifty. */
const STEEP_QUANTILE = 0.98;
/** Lumas beyond these are cut off by the camera, and say nothing: a photo with too much light is plain there too. */
const CUT_OFF = { dark: 5, light: 250 } as const;

/**
 * Share of the places where nothing slopes, in [0, 1], by the steepest slopes of the same image: it depends on neither
 * contrast nor brightness, and blur lowers it. Skin always slopes a little; a drawing is outlines between plain fills. Black and white places
 * count as sloping. 1 for a plain grey image.
 * @param luma shape [heightPx, widthPx]; at least 3x3
 */
export function flatShareOf(luma: Float32Array, widthPx: number): number {
  const slopes = slopesOf(luma, widthPx);
  const steep = slopes.toSorted()[Math.floor(STEEP_QUANTILE * (slopes.length - 1))] as number;
  let flat = 0;
  slopes.forEach((slope, place) => {
    const y = 1 + Math.floor(place / (widthPx - 2));
    const value = luma[y * widthPx + 1 + (place % (widthPx - 2))] as number;
    if (slope <= FLAT_SHARE * steep && value > CUT_OFF.dark && value < CUT_OFF.light) flat += 1;
  });
  return flat / slopes.length;
}

/** Lengths of the central differences within the image, row by row. */
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
