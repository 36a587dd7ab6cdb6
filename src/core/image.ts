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
