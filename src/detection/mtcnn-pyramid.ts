import type { Box } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import type { Tensor } from '../core/tensor.ts';
import { featureMap } from './feature-map.ts';
import type { Candidate } from './nms.ts';

/** Side of the window that P-Net judges, in pixels. */
const WINDOW_PX = 12;
const STRIDE_PX = 2;
/** Side of the smallest faces looked for, in pixels of the photo at the size it is shown in. */
const SMALLEST_FACE_PX = 20;
const PYRAMID_FACTOR = 0.709;

/** A candidate and how its network would move the box's left, top, right and bottom, over its width and height. */
export interface Proposal extends Candidate {
  readonly moves: ArrayLike<number>;
}

/** One size at which P-Net looks at the photo. */
export interface PyramidLevel {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * The sizes at which P-Net looks at a photo: from the one where the smallest faces fill its window, each 0.709 of the one
 * before, to the last that is as large as the window.
 * @param scale that the photo is shown in
 */
export function pyramidLevels(photo: RgbImage, scale: number): PyramidLevel[] {
  const levels: PyramidLevel[] = [];
  const shortSidePx = Math.min(photo.widthPx, photo.heightPx);
  let factor = (scale * WINDOW_PX) / SMALLEST_FACE_PX;
  for (; shortSidePx * factor >= WINDOW_PX; factor *= PYRAMID_FACTOR) {
    const [widthPx, heightPx] = [Math.round(photo.widthPx * factor), Math.round(photo.heightPx * factor)];
    levels.push({ widthPx, heightPx });
  }
  return levels;
}

/** P-Net's windows that score at least `minScore`, in the photo's pixels. Throws `NETWORK_UNRUNNABLE` for other outputs. */
export function decodeWindows(
  outputs: Readonly<Record<string, Tensor>>,
  level: PyramidLevel,
  photo: RgbImage,
  minScore: number,
): Proposal[] {
  const { rows, columns, at: scoreAt } = featureMap(outputs, 'probability', 2);
  const { at: moveAt } = featureMap(outputs, 'regression', 4);
  const stepX = photo.widthPx / level.widthPx;
  const stepY = photo.heightPx / level.heightPx;
  const found: Proposal[] = [];
  for (let cell = 0; cell < rows * columns; cell++) {
    const score = scoreAt(1, cell);
    if (!(score >= minScore)) continue;
    const box = {
      xPx: (cell % columns) * STRIDE_PX * stepX,
      yPx: Math.floor(cell / columns) * STRIDE_PX * stepY,
      widthPx: WINDOW_PX * stepX,
      heightPx: WINDOW_PX * stepY,
    };
    found.push({ score, box, moves: [0, 1, 2, 3].map((side) => moveAt(side, cell)) });
  }
  return found;
}

/** A box moved as its network says. */
export function movedBox({ box, moves }: Proposal): Box {
  const { xPx, yPx, widthPx, heightPx } = box;
  const move = (side: number): number => moves[side] as number;
  return {
    xPx: xPx + move(0) * widthPx,
    yPx: yPx + move(1) * heightPx,
    widthPx: widthPx * (1 + move(2) - move(0)),
    heightPx: heightPx * (1 + move(3) - move(1)),
  };
}

/** The square around a box's centre with the longer of its sides. */
export function squareAround({ xPx, yPx, widthPx, heightPx }: Box): Box {
  const sidePx = Math.max(widthPx, heightPx);
  return {
    xPx: xPx + (widthPx - sidePx) / 2,
    yPx: yPx + (heightPx - sidePx) / 2,
    widthPx: sidePx,
    heightPx: sidePx,
  };
}

/** Whether something can be seen in a box: it is at least a pixel wide and high, not endless, and meets the photo. */
export function isVisible({ xPx, yPx, widthPx, heightPx }: Box, photo: RgbImage): boolean {
  const isLarge = widthPx >= 1 && heightPx >= 1 && Number.isFinite(widthPx + heightPx);
  const meetsX = xPx < photo.widthPx && xPx + widthPx > 0;
  return isLarge && meetsX && yPx < photo.heightPx && yPx + heightPx > 0;
}
