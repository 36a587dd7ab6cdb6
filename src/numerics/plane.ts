/** Width and height in pixels. */
export interface PlaneSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * A plane of values at another size, bilinear. Pixel areas correspond, x' = (x + 0.5) w'/w - 0.5, and the edge goes on for
 * ever. Nothing is averaged: a plane that shrinks must be smooth.
 * @param values shape [from.heightPx, from.widthPx] @returns shape [to.heightPx, to.widthPx]
 */
export function stretchPlane(values: Float32Array, from: PlaneSize, to: PlaneSize): Float32Array {
  const out = new Float32Array(to.widthPx * to.heightPx);
  for (let y = 0; y < to.heightPx; y++) {
    const [top, bottom, downShare] = neighbours(y, to.heightPx, from.heightPx);
    for (let x = 0; x < to.widthPx; x++) {
      const [left, right, rightShare] = neighbours(x, to.widthPx, from.widthPx);
      const upper = mix(values[top * from.widthPx + left], values[top * from.widthPx + right], rightShare);
      const lower = mix(
        values[bottom * from.widthPx + left],
        values[bottom * from.widthPx + right],
        rightShare,
      );
      out[y * to.widthPx + x] = mix(upper, lower, downShare);
    }
  }
  return out;
}

function neighbours(place: number, count: number, sourceCount: number): [number, number, number] {
  const at = Math.min(Math.max(((place + 0.5) * sourceCount) / count - 0.5, 0), sourceCount - 1);
  const first = Math.floor(at);
  return [first, Math.min(first + 1, sourceCount - 1), at - first];
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
