import type { Detection } from '../core/face.ts';
import { boxAround } from './anchor-grid.ts';
import { featureMap } from './feature-map.ts';
import { suppressOverlaps } from './nms.ts';
import type { DetectorOutputs } from './onnx-detector.ts';

const STRIDES = [4, 8, 16, 32, 64, 128] as const;
/** Side of an anchor over its stride. */
const ANCHOR_SHARE = 4;
const CENTRE_VARIANCE = 0.1;
const SIZE_VARIANCE = 0.2;
/** Stricter than elsewhere, as in its authors' code. */
const MAX_OVERLAP = 0.3;
const NO_LANDMARKS = new Float32Array(0);

/**
 * Decodes S3FD (Zhang et al. 2017): for each stride from 4 to 128 the scores `classes_4`, ... of background and face before
 * the softmax, and the boxes `boxes_4`, ... against one square anchor a cell. Detections have no landmarks.
 */
export function decodeS3fd({ byName }: DetectorOutputs, minScore: number): Detection[] {
  const found: Detection[] = [];
  for (const stride of STRIDES) {
    // The padding of fc6 makes coarse maps larger than the input over the stride: only they know their size.
    const { rows, columns, at: classAt } = featureMap(byName, `classes_${stride}`, 2);
    const { at: boxAt } = featureMap(byName, `boxes_${stride}`, 4);
    const side = ANCHOR_SHARE * stride;
    for (let cell = 0; cell < rows * columns; cell++) {
      const score = 1 / (1 + Math.exp(classAt(0, cell) - classAt(1, cell)));
      if (!(score >= minScore)) continue;
      const x = ((cell % columns) + 0.5) * stride;
      const y = (Math.floor(cell / columns) + 0.5) * stride;
      const box = boxAround(
        x + boxAt(0, cell) * CENTRE_VARIANCE * side,
        y + boxAt(1, cell) * CENTRE_VARIANCE * side,
        Math.exp(boxAt(2, cell) * SIZE_VARIANCE) * side,
        Math.exp(boxAt(3, cell) * SIZE_VARIANCE) * side,
      );
      found.push({ score, box, landmarks: NO_LANDMARKS });
    }
  }
  return suppressOverlaps(found, { maxOverlap: MAX_OVERLAP });
}
