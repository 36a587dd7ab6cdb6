import type { Detection } from '../core/face.ts';
import { boxAround, cellCount, forEachCell, landmarksAround, outputData } from './anchor-grid.ts';
import type { DetectorOutputs } from './onnx-detector.ts';

const STRIDES = [8, 16, 32] as const;

/**
 * Decodes YuNet (Wu et al. 2023), which has no anchors: one face per cell, offsets and logarithms of sides in units of the
 * stride, scored by the geometric mean of class and objectness.
 */
export function decodeYunet(outputs: DetectorOutputs, minScore: number): Detection[] {
  const found: Detection[] = [];
  for (const stride of STRIDES) {
    const cells = cellCount(outputs, stride);
    const classes = outputData(outputs, `cls_${stride}`, cells);
    const objects = outputData(outputs, `obj_${stride}`, cells);
    const boxes = outputData(outputs, `bbox_${stride}`, cells * 4);
    const points = outputData(outputs, `kps_${stride}`, cells * 10);
    forEachCell(outputs, stride, (column, row, cell) => {
      const score = Math.sqrt(unit(classes[cell]) * unit(objects[cell]));
      if (!(score >= minScore)) return;
      const boxAt = (part: number): number => boxes[cell * 4 + part] as number;
      found.push({
        score,
        box: boxAround(
          (column + boxAt(0)) * stride,
          (row + boxAt(1)) * stride,
          Math.exp(boxAt(2)) * stride,
          Math.exp(boxAt(3)) * stride,
        ),
        landmarks: landmarksAround(
          column * stride,
          row * stride,
          stride,
          (i) => points[cell * 10 + i] as number,
        ),
      });
    });
  }
  return found;
}

function unit(value = 0): number {
  return Math.min(Math.max(value, 0), 1);
}
