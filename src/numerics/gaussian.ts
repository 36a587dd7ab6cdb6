import type { Raster } from './resample.ts';

/** Half-width of the kernel in standard deviations; what lies beyond weighs under 0.01 %. */
const TRUNCATE_SIGMAS = 4;

/** Weights of a Gaussian at whole numbers from -radius to radius, summing to 1; odd length. @param sigma above 0 */
export function gaussianKernel(sigma: number): Float64Array {
  const radius = Math.max(1, Math.ceil(TRUNCATE_SIGMAS * sigma));
  const kernel = new Float64Array(2 * radius + 1);
  let sum = 0;
  for (let i = 0; i < kernel.length; i++) {
    kernel[i] = Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma));
    sum += kernel[i];
  }
  for (let i = 0; i < kernel.length; i++) kernel[i] /= sum;
  return kernel;
}

/** Convolves rows, then columns, with one symmetric kernel; the edge pixels go on for ever. `out` has the source's size. */
export function convolveSeparableInto(source: Raster, kernel: Float64Array, out: Raster): void {
  const { widthPx, heightPx } = source;
  const rows = new Float32Array(source.pixels.length);
  const offsets = new Int32Array(kernel.length);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      clampedOffsetsInto(x, widthPx, 3, offsets);
      weighInto(source.pixels, y * widthPx * 3, offsets, kernel, rows, (y * widthPx + x) * 3, 0);
    }
  }
  for (let y = 0; y < heightPx; y++) {
    clampedOffsetsInto(y, heightPx, widthPx * 3, offsets);
    for (let x = 0; x < widthPx; x++) {
      weighInto(rows, x * 3, offsets, kernel, out.pixels, (y * widthPx + x) * 3, 0.5);
    }
  }
}

function clampedOffsetsInto(centre: number, limit: number, stride: number, offsets: Int32Array): void {
  const radius = (offsets.length - 1) / 2;
  for (let k = 0; k < offsets.length; k++) {
    offsets[k] = Math.min(Math.max(centre + k - radius, 0), limit - 1) * stride;
  }
}

function weighInto(
  values: Uint8Array | Float32Array,
  base: number,
  offsets: Int32Array,
  kernel: Float64Array,
  out: Uint8Array | Float32Array,
  place: number,
  rounding: number,
): void {
  let red = rounding;
  let green = rounding;
  let blue = rounding;
  for (let k = 0; k < kernel.length; k++) {
    const at = base + offsets[k];
    const weight = kernel[k];
    red += values[at] * weight;
    green += values[at + 1] * weight;
    blue += values[at + 2] * weight;
  }
  out[place] = red;
  out[place + 1] = green;
  out[place + 2] = blue;
}
