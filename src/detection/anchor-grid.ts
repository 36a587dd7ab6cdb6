import { QuenError } from '../core/errors.ts';
import type { Box, Landmarks } from '../core/face.ts';
import { outputTensor } from '../core/tensor.ts';
import type { DetectorOutputs } from './onnx-detector.ts';

/** Calls `visit` for each cell of a grid over the input, row by row. */
export function forEachCell(
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  stride: number,
  visit: (column: number, row: number, index: number) => void,
): void {
  const columns = Math.ceil(widthPx / stride);
  const rows = Math.ceil(heightPx / stride);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) visit(column, row, row * columns + column);
  }
}

/** Data of one output. Throws `NETWORK_UNRUNNABLE` unless it has exactly `length` values. */
export function outputData(outputs: DetectorOutputs, name: string, length: number): Float32Array {
  const { data } = outputTensor(outputs.byName, name);
  if (data.length === length) return data;
  throw new QuenError(
    'NETWORK_UNRUNNABLE',
    `Output '${name}' has ${data.length} values where the decoder needs ${length}. Check the decoder on the network's card.`,
  );
}

/** How many cells a grid of a stride has over the input. */
export function cellCount(
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  stride: number,
): number {
  return Math.ceil(widthPx / stride) * Math.ceil(heightPx / stride);
}

/** A box by its centre. */
export function boxAround(centreX: number, centreY: number, widthPx: number, heightPx: number): Box {
  return { xPx: centreX - widthPx / 2, yPx: centreY - heightPx / 2, widthPx, heightPx };
}

/** Five landmarks from offsets to an anchor's centre: centre + offset * scale. @param offsetAt the i-th of ten numbers */
export function landmarksAround(
  centreX: number,
  centreY: number,
  scale: number,
  offsetAt: (index: number) => number,
): Landmarks {
  return Float32Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? centreX : centreY) + offsetAt(i) * scale);
}
