/** How light a face is. */
export interface Exposure {
  /** Mean luma, in [0, 1]. */
  readonly brightness: number;
  /** Standard deviation of the luma, in [0, 0.5]. */
  readonly contrast: number;
  /** Share of pixels that are all but black, in [0, 1]. */
  readonly underexposedShare: number;
  /** Share of pixels that are all but white, in [0, 1]. */
  readonly overexposedShare: number;
}

/** Lumas at or below and at or above these hold no detail: 5 % of the range from either end. */
const ALL_BUT_BLACK = 12.75;
const ALL_BUT_WHITE = 242.25;

/** The exposure of pixels. @param luma in 0..255, at least one */
export function exposureOf(luma: Float32Array): Exposure {
  const count = luma.length;
  let [sum, squares, dark, light] = [0, 0, 0, 0];
  for (const value of luma) {
    sum += value;
    squares += value * value;
    if (value <= ALL_BUT_BLACK) dark += 1;
    if (value >= ALL_BUT_WHITE) light += 1;
  }
  const mean = sum / count;
  return {
    brightness: mean / 255,
    contrast: Math.sqrt(Math.max(0, squares / count - mean ** 2)) / 255,
    underexposedShare: dark / count,
    overexposedShare: light / count,
  };
}
