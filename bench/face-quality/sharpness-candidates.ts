/** A grey plane, shape [heightPx, widthPx]. */
export interface Plane {
  readonly values: Float32Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Measures of sharpness that the field uses, by name; higher is sharper. */
export const SHARPNESS: Readonly<Record<string, (plane: Plane) => number>> = {
  'variance of Laplacian (Pech-Pacheco et al. 2000)': (plane) => variance(laplacian(plane)),
  'the same over the variance': (plane) => variance(laplacian(plane)) / (variance(plane.values) + 1),
  'Tenengrad (Krotkov 1988)': tenengrad,
  'Tenengrad over the variance': (plane) => tenengrad(plane) / (variance(plane.values) + 1),
  'blur effect (Crete et al. 2007)': (plane) =>
    1 - Math.max(blurEffect(plane, 1), blurEffect(plane, plane.widthPx)),
};

function laplacian({ values, widthPx, heightPx }: Plane): Float32Array {
  const out: number[] = [];
  for (let y = 1; y < heightPx - 1; y++)
    for (let x = 1; x < widthPx - 1; x++) {
      const i = y * widthPx + x;
      out.push(
        4 * at(values, i) -
          at(values, i - 1) -
          at(values, i + 1) -
          at(values, i - widthPx) -
          at(values, i + widthPx),
      );
    }
  return Float32Array.from(out);
}

/** Mean squared Sobel gradient. */
function tenengrad({ values, widthPx, heightPx }: Plane): number {
  let sum = 0;
  for (let y = 1; y < heightPx - 1; y++)
    for (let x = 1; x < widthPx - 1; x++) {
      const i = y * widthPx + x;
      sum += sobel(values, i, 1, widthPx) ** 2 + sobel(values, i, widthPx, 1) ** 2;
    }
  return sum / ((widthPx - 2) * (heightPx - 2));
}

function sobel(values: Float32Array, i: number, along: number, across: number): number {
  return [-1, 0, 1].reduce((sum, k) => {
    const weight = k === 0 ? 2 : 1;
    return sum + (weight * (at(values, i + along + k * across) - at(values, i - along + k * across))) / 8;
  }, 0);
}

/** Share of the differences along one axis that is left after a mean over 9 pixels: 1 for a blurred image. */
function blurEffect({ values, widthPx, heightPx }: Plane, step: number): number {
  let [sharp, lost] = [0, 0];
  const margin = 5;
  for (let y = margin; y < heightPx - margin; y++)
    for (let x = margin; x < widthPx - margin; x++) {
      const i = y * widthPx + x;
      const before = Math.abs(at(values, i) - at(values, i - step));
      const after = Math.abs(meanAround(values, i, step) - meanAround(values, i - step, step));
      sharp += before;
      lost += Math.max(0, before - after);
    }
  return sharp === 0 ? 1 : 1 - lost / sharp;
}

function meanAround(values: Float32Array, i: number, step: number): number {
  let sum = 0;
  for (let k = -4; k <= 4; k++) sum += at(values, i + k * step);
  return sum / 9;
}

function variance(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

function at(values: Float32Array, i: number): number {
  return values[i] ?? 0;
}
