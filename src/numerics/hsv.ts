import type { Colour } from './colour.ts';

/**
 * Hue, saturation and value of a pixel as OpenCV keeps them in 8 bits: hue in steps of two degrees, 0..179, the
 * others in 0..255, all whole numbers. A grey has hue 0.
 */
export function rgbToHsv(red: number, green: number, blue: number): Colour {
  const value = Math.max(red, green, blue);
  const spread = value - Math.min(red, green, blue);
  if (spread === 0) return [0, 0, value];
  const sixth = sixthOf([red, green, blue], value, spread);
  return [Math.round(sixth * 30 + 180) % 180, Math.round((spread * 255) / value), value];
}

/** The pixel of hue in 0..179 and saturation and value in 0..255; channels are not rounded. */
export function hsvToRgb(hue: number, saturation: number, value: number): Colour {
  const channel = (offset: number): number => {
    const place = (offset + hue / 30) % 6;
    return value - ((value * saturation) / 255) * Math.max(0, Math.min(place, 4 - place, 1));
  };
  return [channel(5), channel(3), channel(1)];
}

/** Place on the colour circle in sixths, in [-1, 5]: 0 red, 2 green, 4 blue. */
function sixthOf([red, green, blue]: Colour, value: number, spread: number): number {
  if (value === red) return (green - blue) / spread;
  if (value === green) return 2 + (blue - red) / spread;
  return 4 + (red - green) / spread;
}
