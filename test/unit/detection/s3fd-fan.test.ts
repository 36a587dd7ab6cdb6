import { describe, expect, test } from 'vitest';
import { blankImage } from '../../../src/core/image.ts';
import { decodeHeatmaps, fanSquare, fiveOfSixtyEight } from '../../../src/detection/fan.ts';
import { decodeS3fd } from '../../../src/detection/s3fd.ts';
import { S3fdFanDetector } from '../../../src/detection/s3fd-fan.ts';
import { s3fdFan as card } from '../../../src/networks/cards/s3fd-fan.ts';
import { madeSession, sparseTensor } from '../../support/made-sessions.ts';

const STRIDES = [4, 8, 16, 32, 64, 128];

/** Grids of two rows of three cells at all strides, all sure that there is no face but for some values. */
function s3fdOutputs(changes: Readonly<Record<string, Readonly<Record<number, number>>>> = {}) {
  const entries = STRIDES.flatMap((stride) => [
    [`classes_${stride}`, Object.fromEntries([0, 1, 2, 3, 4, 5].map((cell) => [cell, 9])), 2] as const,
    [`boxes_${stride}`, {}, 4] as const,
  ]);
  return Object.fromEntries(
    entries.map(([name, base, channels]) => [
      name,
      sparseTensor([1, channels, 2, 3], { ...base, ...changes[name] }),
    ]),
  );
}

const decoded = (byName: ReturnType<typeof s3fdOutputs>, minScore = 0.5) =>
  decodeS3fd({ byName, names: Object.keys(byName), widthPx: 96, heightPx: 64 }, minScore);

describe('decodeS3fd', () => {
  test('reads the third cell of the second row at stride 32', () => {
    const [face, ...others] = decoded(
      s3fdOutputs({
        classes_32: { 5: 1, 11: 3 },
        boxes_32: { 5: 0.5, 11: -0.5, 17: 5 * Math.log(2), 23: 0 },
      }),
    );
    expect(others).toEqual([]);
    expect(face.score).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
    // Anchor of 128 pixels around (80, 48): centre moved by 6.4, twice as wide.
    expect(face.box).toEqual({
      xPx: expect.closeTo(86.4 - 128, 4),
      yPx: expect.closeTo(41.6 - 64, 4),
      widthPx: expect.closeTo(256, 4),
      heightPx: 128,
    });
  });

  test('drops faces that overlap a better one by more than 30 %', () => {
    const changes = { classes_128: { 0: 0, 1: 0, 2: 0, 6: 3, 7: 4, 8: 2 } };
    // Anchors of 512 pixels, 128 apart: neighbours share 60 % of what they cover, the outer two a third.
    expect(decoded(s3fdOutputs(changes))).toHaveLength(1);
    const outer = { classes_128: { 0: 0, 2: 0, 6: 3, 8: 2 }, boxes_128: { 2: 1 } };
    expect(decoded(s3fdOutputs(outer))).toHaveLength(2);
  });

  test('refuses a network without one of its levels', () => {
    const { boxes_64: _, ...others } = s3fdOutputs();
    expect(() => decoded(others)).toThrow(/no output 'boxes_64'/);
  });
});

describe('fanSquare', () => {
  test('is 200 / 195 of the sides together, a little above the middle of the box', () => {
    const square = fanSquare({ xPx: 100, yPx: 50, widthPx: 90, heightPx: 105 });
    expect(square.widthPx).toBeCloseTo(200, 9);
    expect(square.heightPx).toBeCloseTo(200, 9);
    expect(square.xPx + 100).toBeCloseTo(145, 9);
    expect(square.yPx + 100).toBeCloseTo(50 + 52.5 - 0.12 * 105, 9);
  });
});

/** Heatmaps whose highest values are where a function says, as [column, row]. */
function heatmaps(peak: (point: number) => readonly [number, number]) {
  const values = Object.fromEntries(
    Array.from({ length: 68 }, (_, point) => {
      const [column, row] = peak(point);
      return [point * 4096 + row * 64 + column, 1];
    }),
  );
  return { heatmaps: sparseTensor([1, 68, 64, 64], values) };
}

describe('decodeHeatmaps', () => {
  const square = { xPx: 10, yPx: 20, widthPx: 128, heightPx: 128 };

  test('puts a landmark at the middle of its cell where the neighbours are alike', () => {
    const points = decodeHeatmaps(
      heatmaps((point) => [point % 64, 30]),
      square,
    );
    // Two pixels a cell; pixel centres at whole numbers.
    expect([...points.slice(10, 12)]).toEqual([10 + 5.5 * 2 - 0.5, 20 + 30.5 * 2 - 0.5]);
  });

  test('moves it by a quarter of a cell towards the higher neighbours', () => {
    const outputs = heatmaps(() => [30, 40]);
    outputs.heatmaps.data[40 * 64 + 31] = 0.5;
    outputs.heatmaps.data[39 * 64 + 30] = 0.5;
    const points = decodeHeatmaps(outputs, square);
    expect([...points.slice(0, 2)]).toEqual([10 + 30.75 * 2 - 0.5, 20 + 40.25 * 2 - 0.5]);
    expect([...points.slice(2, 4)]).toEqual([10 + 30.5 * 2 - 0.5, 20 + 40.5 * 2 - 0.5]);
  });

  test('does not move a landmark at the border of its map', () => {
    const outputs = heatmaps(() => [0, 40]);
    outputs.heatmaps.data[41 * 64] = 0.5;
    expect([...decodeHeatmaps(outputs, square).slice(0, 2)]).toEqual([10.5, 20 + 40.5 * 2 - 0.5]);
  });

  test('refuses other than 68 heatmaps', () => {
    const outputs = { heatmaps: sparseTensor([1, 98, 64, 64]) };
    expect(() => decodeHeatmaps(outputs, square)).toThrow(/\[1, 98, 64, 64\]/);
  });
});

test('the five points are the middles of the eyes, the tip of the nose and the corners of the mouth', () => {
  const points = Float32Array.from({ length: 136 }, (_, i) => (i % 2 === 0 ? i / 2 : 1000 + (i - 1) / 2));
  expect([...fiveOfSixtyEight(points)]).toEqual([38.5, 1038.5, 44.5, 1044.5, 33, 1033, 48, 1048, 54, 1054]);
});

describe('S3fdFanDetector', () => {
  const photo = blankImage(96, 64);
  const pass = { minScore: 0.5, longSidePx: 96 };

  test('looks for landmarks in each box that is left, and nowhere else', async () => {
    const s3fd = madeSession(() =>
      s3fdOutputs({ classes_4: { 0: 0, 6: 3 }, classes_8: { 5: 0, 11: 2 }, classes_16: { 0: 0, 6: -0.1 } }),
    );
    const fan = madeSession(() => heatmaps(() => [31, 31]));
    const faces = await new S3fdFanDetector(card, { s3fd, fan }).detect(photo, pass);
    expect(faces.map(({ score }) => Math.round(score * 100))).toEqual([95, 88]);
    expect(fan.inputs.map(({ dims }) => dims)).toEqual([
      [1, 3, 256, 256],
      [1, 3, 256, 256],
    ]);
    const [{ box, landmarks }] = faces;
    const square = fanSquare(box);
    expect(landmarks).toHaveLength(10);
    expect(landmarks[0]).toBeCloseTo(square.xPx + (31.5 / 64) * square.widthPx - 0.5, 4);
    expect(landmarks[1]).toBeCloseTo(square.yPx + (31.5 / 64) * square.heightPx - 0.5, 4);
  });

  test('looks for landmarks in no more than the hundred best boxes', async () => {
    // 144 boxes of two pixels, four apart.
    const classes = Object.fromEntries(
      Array.from({ length: 144 }, (_, cell) => [144 + cell, 1 + cell / 100]),
    );
    const small = Object.fromEntries(Array.from({ length: 288 }, (_, i) => [288 + i, 5 * Math.log(1 / 8)]));
    const s3fd = madeSession(() => ({
      ...s3fdOutputs(),
      classes_4: sparseTensor([1, 2, 12, 12], classes),
      boxes_4: sparseTensor([1, 4, 12, 12], small),
    }));
    const fan = madeSession(() => heatmaps(() => [31, 31]));
    const faces = await new S3fdFanDetector(card, { s3fd, fan }).detect(photo, pass);
    expect(faces).toHaveLength(100);
    expect(fan.inputs).toHaveLength(100);
    expect(faces[0].score).toBeCloseTo(1 / (1 + Math.exp(-2.43)), 6);
  });

  test('gives S3FD blue, green, red less their means, and FAN red, green, blue over 255', async () => {
    const s3fd = madeSession(() => s3fdOutputs({ classes_32: { 1: 0, 7: 3 } }));
    const fan = madeSession(() => heatmaps(() => [31, 31]));
    const pixels = Uint8Array.from({ length: 96 * 64 * 3 }, (_, i) => [255, 128, 51][i % 3]);
    await new S3fdFanDetector(card, { s3fd, fan }).detect({ ...photo, pixels }, pass);
    const seen = s3fd.inputs[0].data;
    const plane = 96 * 64;
    expect([0, plane, 2 * plane].map((place) => seen[place])).toEqual([51 - 104, 128 - 117, 255 - 123]);
    const middle = 128 * 256 + 128;
    const crop = fan.inputs[0].data;
    const colours = [0, 1, 2].map((channel) => Math.round((crop[channel * 65536 + middle] ?? 0) * 255));
    expect(colours).toEqual([255, 128, 51]);
  });
});
