import { QuenError } from '../core/errors.ts';
import type { Detection } from '../core/face.ts';
import { cellCount, forEachCell, landmarksAround, outputData } from './anchor-grid.ts';
import type { DetectorOutputs } from './onnx-detector.ts';

const STRIDES = [8, 16, 32] as const;
const ANCHORS_PER_CELL = 2;

/**
 * Decodes SCRFD with landmarks (Guo et al. 2022): scores, then distances to the box's four sides, then landmark offsets,
 * each at strides 8, 16, 32 and in units of the stride, from the cell's corner. Exports differ in names, not in order.
 */
export function decodeScrfd(outputs: DetectorOutputs, minScore: number): Detection[] {
  const { names } = outputs;
  if (names.length !== STRIDES.length * 3) {
    throw new QuenError(
      'NETWORK_UNRUNNABLE',
      `SCRFD with landmarks has nine outputs; this network has ${names.length}. Check the decoder on its card.`,
    );
  }
  const found: Detection[] = [];
  STRIDES.forEach((stride, level) => {
    const anchors = cellCount(outputs, stride) * ANCHORS_PER_CELL;
    const scores = outputData(outputs, names[level] as string, anchors);
    const sides = outputData(outputs, names[level + 3] as string, anchors * 4);
    const points = outputData(outputs, names[level + 6] as string, anchors * 10);
    forEachCell(outputs, stride, (column, row, cell) => {
      for (let at = cell * ANCHORS_PER_CELL; at < (cell + 1) * ANCHORS_PER_CELL; at++) {
        const score = scores[at] as number;
        if (!(score >= minScore)) continue;
        const x = column * stride;
        const y = row * stride;
        const distance = (side: number): number => (sides[at * 4 + side] as number) * stride;
        found.push({
          score,
          box: {
            xPx: x - distance(0),
            yPx: y - distance(1),
            widthPx: distance(0) + distance(2),
            heightPx: distance(1) + distance(3),
          },
          landmarks: landmarksAround(x, y, stride, (i) => points[at * 10 + i] as number),
        });
      }
    });
  });
  return found;
}
