import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../../src/core/tensor.ts';
import type { DetectorOutputs } from '../../../src/detection/onnx-detector.ts';
import { decodeRetinafaceMxnet } from '../../../src/detection/retinaface-mxnet.ts';
import { decodeRetinafacePytorch } from '../../../src/detection/retinaface-pytorch.ts';
import { decodeScrfd } from '../../../src/detection/scrfd.ts';
import { decodeYunet } from '../../../src/detection/yunet.ts';

// One input of 64x32 pixels: grids of 8x4, 4x2 and 2x1 cells.
const size = { widthPx: 64, heightPx: 32 };
const tenths = Array.from({ length: 10 }, (_, i) => i / 10);

function outputs(shapes: Readonly<Record<string, number[]>>): DetectorOutputs {
  const tensor = (dims: number[]): Tensor => ({
    dims,
    data: new Float32Array(dims.reduce((product, dim) => product * dim, 1)),
  });
  const byName = Object.fromEntries(Object.entries(shapes).map(([name, dims]) => [name, tensor(dims)]));
  return { byName, names: Object.keys(shapes), ...size };
}

/** Ten landmark numbers, rounded: x then y of each point. */
const rounded = (landmarks: Float32Array) => [...landmarks].map((value) => Math.round(value * 1000) / 1000);

describe('decodeRetinafaceMxnet', () => {
  const empty = () =>
    outputs(
      Object.fromEntries(
        [32, 16, 8].flatMap((stride) =>
          (['cls_prob_reshape', 'bbox_pred', 'landmark_pred'] as const).map((head, i) => [
            `face_rpn_${head}_stride${stride}`,
            [1, [4, 8, 20][i], 32 / stride, 64 / stride],
          ]),
        ),
      ),
    );

  test('reads the second anchor of the third cell in the second row at stride 16', () => {
    const made = empty();
    const cell = 1 * 4 + 2;
    made.byName['face_rpn_cls_prob_reshape_stride16'].data[3 * 8 + cell] = 0.9;
    const boxes = made.byName['face_rpn_bbox_pred_stride16'].data;
    [0.5, 0.25, Math.log(2), 0].forEach((value, part) => {
      boxes[(4 + part) * 8 + cell] = value;
    });
    const points = made.byName['face_rpn_landmark_pred_stride16'].data;
    tenths.forEach((value, i) => {
      points[(10 + i) * 8 + cell] = value;
    });
    const [face, ...others] = decodeRetinafaceMxnet(made, 0.5);
    expect(others).toEqual([]);
    // Anchor of 64 pixels around (2 x 16 + 8, 16 + 8) = (40, 24): centre (72, 40), 128 wide, 64 high.
    expect(face.box).toEqual({
      xPx: expect.closeTo(8, 4),
      yPx: 8,
      widthPx: expect.closeTo(128, 4),
      heightPx: 64,
    });
    expect(rounded(face.landmarks)).toEqual(
      tenths.map((value, i) => Math.round(((i % 2 === 0 ? 40 : 24) + value * 64 * 0.2) * 1000) / 1000),
    );
  });

  test('does not take the score of the background for a face', () => {
    const made = empty();
    made.byName['face_rpn_cls_prob_reshape_stride8'].data.fill(0.9, 0, 2 * 32);
    expect(decodeRetinafaceMxnet(made, 0.5)).toEqual([]);
  });
});

describe('decodeRetinafacePytorch', () => {
  const anchors = (32 + 8 + 2) * 2;

  test('reads the first anchor of the last level, whose outputs are told apart by their width', () => {
    const made = outputs({ 572: [1, anchors, 2], 571: [1, anchors, 10], output0: [1, anchors, 4] });
    const at = (32 + 8) * 2;
    made.byName['572'].data[at * 2 + 1] = 0.8;
    made.byName['output0'].data.set([1, 0, 0, Math.log(2) / 0.2], at * 4);
    made.byName['571'].data.set(tenths, at * 10);
    const [face] = decodeRetinafacePytorch(made, 0.5);
    // Anchor of 256 pixels around (16, 16): centre (16 + 0.1 x 256, 16), 256 wide, 512 high.
    expect(face.box.xPx).toBeCloseTo(41.6 - 128, 4);
    expect(face.box.yPx).toBeCloseTo(16 - 256, 4);
    expect(face.box.widthPx).toBeCloseTo(256, 4);
    expect(face.box.heightPx).toBeCloseTo(512, 4);
    expect(face.landmarks[9]).toBeCloseTo(16 + 0.9 * 25.6, 4);
  });

  test('refuses outputs of another number of anchors', () => {
    const made = outputs({ a: [1, 10, 4], b: [1, 10, 2], c: [1, 10, 10] });
    expect(() => decodeRetinafacePytorch(made, 0.5)).toThrow(/needs 336/);
  });
});

describe('decodeScrfd', () => {
  const heads = () =>
    outputs(
      Object.fromEntries(
        [1, 4, 10].flatMap((width) => [64, 16, 4].map((rows) => [`${width}x${rows}`, [1, rows, width]])),
      ),
    );

  test('reads distances and landmarks in units of the stride, from the corner of the cell', () => {
    const made = heads();
    const at = (1 * 8 + 3) * 2 + 1;
    made.byName['1x64'].data[at] = 0.7;
    made.byName['4x64'].data.set([1, 2, 3, 4], at * 4);
    made.byName['10x64'].data.set(tenths, at * 10);
    const [face] = decodeScrfd(made, 0.5);
    expect(face.box).toEqual({ xPx: 24 - 8, yPx: 8 - 16, widthPx: 32, heightPx: 48 });
    expect(rounded(face.landmarks).slice(0, 4)).toEqual([24, 8.8, 25.6, 10.4]);
  });

  test('refuses a network without nine outputs', () => {
    expect(() => decodeScrfd(outputs({ only: [1, 64, 1] }), 0.5)).toThrow(/nine outputs/);
  });
});

describe('decodeYunet', () => {
  test('scores by the geometric mean of class and objectness', () => {
    const made = outputs(
      Object.fromEntries(
        [8, 16, 32].flatMap((stride) =>
          (['cls', 'obj', 'bbox', 'kps'] as const).map((head, i) => [
            `${head}_${stride}`,
            [1, 2048 / stride / stride, [1, 1, 4, 10][i]],
          ]),
        ),
      ),
    );
    made.byName['cls_32'].data[1] = 0.9;
    made.byName['obj_32'].data[1] = 0.4;
    made.byName['bbox_32'].data.set([0.5, 0.5, 0, Math.log(2)], 4);
    made.byName['kps_32'].data.set(tenths, 10);
    const [face] = decodeYunet(made, 0.5);
    expect(face.score).toBeCloseTo(0.6, 6);
    expect(face.box).toEqual({
      xPx: 32,
      yPx: expect.closeTo(-16, 4),
      widthPx: 32,
      heightPx: expect.closeTo(64, 4),
    });
    expect(rounded(face.landmarks).slice(0, 3)).toEqual([32, 3.2, 38.4]);
  });
});
