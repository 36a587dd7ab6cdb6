import type { Detection } from '../core/face.ts';
import { boxAround, cellCount, forEachCell, landmarksAround, outputData } from './anchor-grid.ts';
import type { DetectorOutputs } from './onnx-detector.ts';

/** Anchor sides in pixels at each stride: base 16 times 32, 16; 8, 4; 2, 1. */
const LEVELS = [
  { stride: 32, sides: [512, 256] },
  { stride: 16, sides: [128, 64] },
  { stride: 8, sides: [32, 16] },
] as const;

/** All anchors grow from one of 16 pixels, so their centre is this far into the cell, whatever the stride. */
const ANCHOR_CENTRE_PX = 8;

/** The network was trained on landmark offsets divided by this share of the anchor's side. */
const LANDMARK_SCALE = 0.2;

/**
 * Decodes InsightFace's RetinaFace heads as MXNet writes them (Deng et al. 2020): at each stride a map of scores
 * [background of each anchor, face of each anchor], boxes and landmarks, all planar.
 */
export function decodeRetinafaceMxnet(outputs: DetectorOutputs, minScore: number): Detection[] {
  const found: Detection[] = [];
  for (const { stride, sides } of LEVELS) {
    const cells = cellCount(outputs, stride);
    const suffix = `_stride${stride}`;
    const scores = outputData(outputs, `face_rpn_cls_prob_reshape${suffix}`, cells * 2 * sides.length);
    const boxes = outputData(outputs, `face_rpn_bbox_pred${suffix}`, cells * 4 * sides.length);
    const points = outputData(outputs, `face_rpn_landmark_pred${suffix}`, cells * 10 * sides.length);
    sides.forEach((side, anchor) => {
      const boxAt = (part: number, cell: number): number =>
        boxes[(anchor * 4 + part) * cells + cell] as number;
      forEachCell(outputs, stride, (column, row, cell) => {
        const score = scores[(sides.length + anchor) * cells + cell] as number;
        if (!(score >= minScore)) return;
        const x = column * stride + ANCHOR_CENTRE_PX;
        const y = row * stride + ANCHOR_CENTRE_PX;
        found.push({
          score,
          box: boxAround(
            x + boxAt(0, cell) * side,
            y + boxAt(1, cell) * side,
            Math.exp(boxAt(2, cell)) * side,
            Math.exp(boxAt(3, cell)) * side,
          ),
          landmarks: landmarksAround(
            x,
            y,
            side * LANDMARK_SCALE,
            (i) => points[(anchor * 10 + i) * cells + cell] as number,
          ),
        });
      });
    });
  }
  return found;
}
