import type { Box, Landmarks } from '../core/face.ts';
import type { Tensor } from '../core/tensor.ts';
import { type FeatureMap, featureMap } from './feature-map.ts';

/** Side of a crop, in pixels. */
export const FAN_SIDE_PX = 256;
const LANDMARK_COUNT = 68;
/** Side of the crop, over the mean of the box's sides: 200 pixels for a scale of (width + height) / 195. */
const CROP_SHARE = (200 * 2) / 195;
/** How far the crop's centre lies above the box's, over its height. */
const LIFT_SHARE = 0.12;
/** How far a landmark lies from its cell's centre towards the higher neighbour, in cells. */
const NEIGHBOUR_SHIFT = 0.25;

/** The square around an S3FD box that FAN looks at, as in 1adrianb/face-alignment. */
export function fanSquare({ xPx, yPx, widthPx, heightPx }: Box): Box {
  const sidePx = (CROP_SHARE * (widthPx + heightPx)) / 2;
  return {
    xPx: xPx + widthPx / 2 - sidePx / 2,
    yPx: yPx + heightPx / 2 - LIFT_SHARE * heightPx - sidePx / 2,
    widthPx: sidePx,
    heightPx: sidePx,
  };
}

/**
 * The 68 landmarks of FAN's `heatmaps`: each at the centre of its map's highest cell, moved by a quarter of a cell towards
 * the higher neighbour. Throws `NETWORK_UNRUNNABLE` for other outputs.
 * @param square that the crop showed @returns shape [68, 2], in the photo's pixels
 */
export function decodeHeatmaps(outputs: Readonly<Record<string, Tensor>>, square: Box): Float32Array {
  const maps = featureMap(outputs, 'heatmaps', LANDMARK_COUNT);
  const points = new Float32Array(LANDMARK_COUNT * 2);
  for (let point = 0; point < LANDMARK_COUNT; point++) {
    const [x, y] = peakOf(maps, point);
    points[2 * point] = square.xPx + (x / maps.columns) * square.widthPx - 0.5;
    points[2 * point + 1] = square.yPx + (y / maps.rows) * square.heightPx - 0.5;
  }
  return points;
}

/** The five points of the method, from 68: the middles of the eyes' six points each, nose tip and mouth corners. */
export function fiveOfSixtyEight(points: Float32Array): Landmarks {
  const five = [middle(points, 36, 42), middle(points, 42, 48), middle(points, 33, 34)];
  five.push(middle(points, 48, 49), middle(points, 54, 55));
  return Float32Array.from(five.flat());
}

function middle(points: Float32Array, start: number, end: number): [number, number] {
  const mean = (axis: number): number => {
    let sum = 0;
    for (let point = start; point < end; point++) sum += points[2 * point + axis] as number;
    return sum / (end - start);
  };
  return [mean(0), mean(1)];
}

/** In cells, counted from the map's corner. */
function peakOf({ rows, columns, at }: FeatureMap, point: number): [x: number, y: number] {
  let best = 0;
  for (let cell = 1; cell < rows * columns; cell++) if (at(point, cell) > at(point, best)) best = cell;
  const column = best % columns;
  const row = Math.floor(best / columns);
  const isInside = column > 0 && column < columns - 1 && row > 0 && row < rows - 1;
  const shift = (step: number): number =>
    isInside ? NEIGHBOUR_SHIFT * Math.sign(at(point, best + step) - at(point, best - step)) : 0;
  return [column + 0.5 + shift(1), row + 0.5 + shift(columns)];
}
