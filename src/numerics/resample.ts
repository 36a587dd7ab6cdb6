import type { SimilarityTransform } from './similarity-transform.ts';

/** Interleaved 8-bit pixels of three channels; `pixels` has shape [heightPx, widthPx, 3]. */
export interface Raster {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixels: Uint8Array;
}

/** Corner and size of a part of a raster that is shrunk, in blocks rather than pixels. */
export interface BlockRegion {
  readonly column: number;
  readonly row: number;
}

/**
 * Means of blocks of blockWidth x blockHeight pixels, written to `out`, whose size says how many blocks are wanted.
 * Block (0, 0) of `out` is block (`start.column`, `start.row`) of `source`; blocks cut by the edge average what is there.
 * Each block must hold at least one pixel.
 */
export function blockMeansInto(
  source: Raster,
  blockWidth: number,
  blockHeight: number,
  start: BlockRegion,
  out: Raster,
): void {
  const { widthPx, heightPx, pixels } = source;
  for (let row = 0; row < out.heightPx; row++) {
    const top = (start.row + row) * blockHeight;
    const bottom = Math.min(top + blockHeight, heightPx);
    for (let column = 0; column < out.widthPx; column++) {
      const left = (start.column + column) * blockWidth;
      const right = Math.min(left + blockWidth, widthPx);
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let y = top; y < bottom; y++) {
        const end = (y * widthPx + right) * 3;
        for (let i = (y * widthPx + left) * 3; i < end; i += 3) {
          red += pixels[i];
          green += pixels[i + 1];
          blue += pixels[i + 2];
        }
      }
      const count = (bottom - top) * (right - left);
      const place = (row * out.widthPx + column) * 3;
      out.pixels[place] = red / count + 0.5;
      out.pixels[place + 1] = green / count + 0.5;
      out.pixels[place + 2] = blue / count + 0.5;
    }
  }
}

/**
 * Bilinear stretch: pixel (x, y) of `out` shows `source` at ((x + 0.5) stepX - 0.5, (y + 0.5) stepY - 0.5), the edge
 * pixels going on for ever.
 */
export function stretchInto(source: Raster, stepX: number, stepY: number, out: Raster): void {
  const columns = tapsOf(out.widthPx, stepX, source.widthPx);
  const rows = tapsOf(out.heightPx, stepY, source.heightPx);
  const rowLength = out.widthPx * 3;
  // The two source rows around an output row, stretched sideways; the next output row often needs the same ones.
  let upper = { row: -1, values: new Float64Array(rowLength) };
  let lower = { row: -1, values: new Float64Array(rowLength) };
  for (let y = 0; y < out.heightPx; y++) {
    if (upper.row !== rows.first[y]) {
      [upper, lower] = [lower, upper];
      if (upper.row !== rows.first[y]) stretchRowInto(source, rows.first[y], columns, upper);
    }
    if (lower.row !== rows.second[y]) stretchRowInto(source, rows.second[y], columns, lower);
    mixRowsInto(
      upper.values,
      lower.values,
      rows.weight[y],
      out.pixels.subarray(y * rowLength, (y + 1) * rowLength),
    );
  }
}

function stretchRowInto(
  source: Raster,
  row: number,
  columns: Taps,
  out: { row: number; values: Float64Array },
): void {
  const { pixels } = source;
  const { first, second, weight } = columns;
  const { values } = out;
  const start = row * source.widthPx * 3;
  for (let x = 0, place = 0; x < first.length; x++, place += 3) {
    const left = start + first[x] * 3;
    const right = start + second[x] * 3;
    const fx = weight[x];
    const red = pixels[left];
    const green = pixels[left + 1];
    const blue = pixels[left + 2];
    values[place] = red + (pixels[right] - red) * fx;
    values[place + 1] = green + (pixels[right + 1] - green) * fx;
    values[place + 2] = blue + (pixels[right + 2] - blue) * fx;
  }
  out.row = row;
}

function mixRowsInto(upper: Float64Array, lower: Float64Array, weight: number, out: Uint8Array): void {
  for (let i = 0; i < out.length; i++) {
    const top = upper[i];
    out[i] = top + (lower[i] - top) * weight + 0.5;
  }
}

interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float64Array;
}

function tapsOf(count: number, step: number, limit: number): Taps {
  const first = new Int32Array(count);
  const second = new Int32Array(count);
  const weight = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = Math.min(Math.max((i + 0.5) * step - 0.5, 0), limit - 1);
    first[i] = Math.floor(at);
    second[i] = Math.min(first[i] + 1, limit - 1);
    weight[i] = at - first[i];
  }
  return { first, second, weight };
}

/**
 * Bilinear warp with black outside: pixel (x, y) of `out` shows `source` at `toSource`(x, y), pixel centres at whole
 * numbers; a neighbour outside the source counts as black.
 */
export function warpInto(source: Raster, toSource: SimilarityTransform, out: Raster): void {
  const { a, b, tx, ty } = toSource;
  const lastX = source.widthPx - 1;
  const lastY = source.heightPx - 1;
  let place = 0;
  for (let y = 0; y < out.heightPx; y++) {
    for (let x = 0; x < out.widthPx; x++, place += 3) {
      const sx = a * x - b * y + tx;
      const sy = b * x + a * y + ty;
      if (sx >= 0 && sy >= 0 && sx < lastX && sy < lastY) insideInto(source, sx, sy, out.pixels, place);
      else borderInto(source, sx, sy, out.pixels, place);
    }
  }
}

function insideInto(source: Raster, sx: number, sy: number, out: Uint8Array, place: number): void {
  const { pixels } = source;
  const stride = source.widthPx * 3;
  const x0 = sx | 0;
  const y0 = sy | 0;
  const fx = sx - x0;
  const fy = sy - y0;
  const upper = y0 * stride + x0 * 3;
  const lower = upper + stride;
  for (let channel = 0; channel < 3; channel++) {
    const above = pixels[upper + channel];
    const below = pixels[lower + channel];
    const top = above + (pixels[upper + channel + 3] - above) * fx;
    const bottom = below + (pixels[lower + channel + 3] - below) * fx;
    out[place + channel] = top + (bottom - top) * fy + 0.5;
  }
}

function borderInto(source: Raster, sx: number, sy: number, out: Uint8Array, place: number): void {
  const x0 = Math.floor(sx);
  const y0 = Math.floor(sy);
  const fx = sx - x0;
  const fy = sy - y0;
  for (let channel = 0; channel < 3; channel++) {
    out[place + channel] =
      (1 - fy) * ((1 - fx) * pixelOr0(source, x0, y0, channel) + fx * pixelOr0(source, x0 + 1, y0, channel)) +
      fy *
        ((1 - fx) * pixelOr0(source, x0, y0 + 1, channel) + fx * pixelOr0(source, x0 + 1, y0 + 1, channel)) +
      0.5;
  }
}

function pixelOr0(source: Raster, x: number, y: number, channel: number): number {
  if (x < 0 || y < 0 || x >= source.widthPx || y >= source.heightPx) return 0;
  return source.pixels[(y * source.widthPx + x) * 3 + channel];
}
