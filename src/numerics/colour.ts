/** Three channel values: red, green and blue in 0..255, or L in 0..100 with a and b around 0. */
export type Colour = readonly [number, number, number];

/** Luma of a pixel (ITU-R BT.601), the Y of YCrCb. @returns in 0..255 for channels in 0..255 */
export function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/**
 * A pixel in CIELAB, from sRGB under D65 (IEC 61966-2-1; CIE 15). The matrix takes white to the white point, so that a grey
 * has no chroma.
 */
export function rgbToLab(red: number, green: number, blue: number): Colour {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const x = compressed((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / WHITE[0]);
  const y = compressed((0.2126729 * r + 0.7151522 * g + 0.072175 * b) / WHITE[1]);
  const z = compressed((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / WHITE[2]);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The sRGB pixel of a colour in CIELAB, the undoing of {@link rgbToLab}. Channels outside 0..255 are not cut off. */
export function labToRgb(lightness: number, a: number, b: number): Colour {
  const level = (lightness + 16) / 116;
  const x = WHITE[0] * expanded(level + a / 500);
  const y = WHITE[1] * expanded(level);
  const z = WHITE[2] * expanded(level - b / 200);
  return [
    encoded(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
    encoded(-0.969266 * x + 1.8760108 * y + 0.041556 * z),
    encoded(0.0556434 * x - 0.2040259 * y + 1.0572252 * z),
  ];
}

/** D65 in XYZ. */
const WHITE: Colour = [0.95047, 1, 1.08883];

/** Where CIELAB's cube root goes over into a straight line. */
const BEND = 6 / 29;

function compressed(share: number): number {
  return share > BEND ** 3 ? Math.cbrt(share) : share / (3 * BEND ** 2) + 4 / 29;
}

function expanded(level: number): number {
  return level > BEND ? level ** 3 : 3 * BEND ** 2 * (level - 4 / 29);
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function encoded(share: number): number {
  return 255 * (share <= 0.0031308 ? 12.92 * share : 1.055 * share ** (1 / 2.4) - 0.055);
}
