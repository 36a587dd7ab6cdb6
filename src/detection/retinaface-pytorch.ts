import { QuenError } from '../core/errors.ts';
import type { Detection } from '../core/face.ts';
import { boxAround, cellCount, forEachCell, landmarksAround, outputData } from './anchor-grid.ts';
import type { DetectorOutputs } from './onnx-detector.ts';

const LEVELS = [
  { stride: 8, sides: [16, 32] },
  { stride: 16, sides: [64, 128] },
  { stride: 32, sides: [256, 512] },
] as const;
const ANCHORS_PER_CELL = 2;
const CENTRE_VARIANCE = 0.1;
const SIZE_VARIANCE = 0.2;

/**
 * Decodes the RetinaFace of biubug6/Pytorch_Retinaface: one row per anchor of boxes [N, 4], background and face
 * probability [N, 2] and landmarks [N, 10], strides 8, 16, 32 after one another. Outputs are told apart by their width.
 */
export function decodeRetinafacePytorch(outputs: DetectorOutputs, minScore: number): Detection[] {
  const anchors = LEVELS.reduce((sum, { stride }) => sum + cellCount(outputs, stride) * ANCHORS_PER_CELL, 0);
  const boxes = outputData(outputs, nameByWidth(outputs, 4), anchors * 4);
  const scores = outputData(outputs, nameByWidth(outputs, 2), anchors * 2);
  const points = outputData(outputs, nameByWidth(outputs, 10), anchors * 10);
  const found: Detection[] = [];
  let levelStart = 0;
  for (const { stride, sides } of LEVELS) {
    forEachCell(outputs, stride, (column, row, cell) => {
      sides.forEach((side, anchor) => {
        const at = levelStart + cell * ANCHORS_PER_CELL + anchor;
        const score = scores[at * 2 + 1] as number;
        if (!(score >= minScore)) return;
        const x = (column + 0.5) * stride;
        const y = (row + 0.5) * stride;
        const boxAt = (part: number): number => boxes[at * 4 + part] as number;
        found.push({
          score,
          box: boxAround(
            x + boxAt(0) * CENTRE_VARIANCE * side,
            y + boxAt(1) * CENTRE_VARIANCE * side,
            Math.exp(boxAt(2) * SIZE_VARIANCE) * side,
            Math.exp(boxAt(3) * SIZE_VARIANCE) * side,
          ),
          landmarks: landmarksAround(x, y, side * CENTRE_VARIANCE, (i) => points[at * 10 + i] as number),
        });
      });
    });
    levelStart += cellCount(outputs, stride) * ANCHORS_PER_CELL;
  }
  return found;
}

function nameByWidth({ byName, names }: DetectorOutputs, width: number): string {
  const name = names.find((candidate) => byName[candidate]?.dims.at(-1) === width);
  if (name !== undefined) return name;
  throw new QuenError(
    'NETWORK_UNRUNNABLE',
    `None of the outputs ${names.join(', ')} is ${width} wide. Check the decoder on the network's card.`,
  );
}
