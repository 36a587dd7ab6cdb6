import { describe, expect, test } from 'vitest';
import { blankImage } from '../../../src/core/image.ts';
import type { Tensor } from '../../../src/core/tensor.ts';
import { MtcnnDetector } from '../../../src/detection/mtcnn.ts';
import { mtcnn as card } from '../../../src/networks/cards/mtcnn.ts';
import { madeSession, repeatedRow, sparseTensor } from '../../support/made-sessions.ts';

// A photo of 40x40 at its own size: P-Net sees 24x24, then 17x17, then 12x12.
const photo = blankImage(40, 40);
const pass = { minScore: 0.7, longSidePx: 40 };
const FACE = [0.05, 0.95];
const STAY = [0, 0, 0, 0];
/** Five x, then five y, over the crop's side. */
const POINTS = [0.3, 0.7, 0.5, 0.35, 0.65, 0.4, 0.4, 0.6, 0.8, 0.8];

interface Answers {
  /** What P-Net says of the top left window, by the width of what it sees. */
  readonly windowScores?: Readonly<Record<number, number>>;
  readonly refined?: readonly number[];
  readonly final?: readonly number[];
  readonly moves?: readonly number[];
}

function made({ windowScores = { 24: 0.9 }, refined = FACE, final = FACE, moves = STAY }: Answers = {}) {
  const pnet = madeSession(({ dims }) => {
    const side = Math.ceil((dims[3] - 2) / 2) - 4;
    return {
      probability: sparseTensor([1, 2, side, side], { [side * side]: windowScores[dims[3]] ?? 0 }),
      regression: sparseTensor([1, 4, side, side]),
    };
  });
  const second = ({ dims }: Tensor) => ({
    probability: repeatedRow(dims[0], refined),
    regression: repeatedRow(dims[0], STAY),
  });
  const third = ({ dims }: Tensor) => ({
    probability: repeatedRow(dims[0], final),
    regression: repeatedRow(dims[0], moves),
    landmarks: repeatedRow(dims[0], POINTS),
  });
  const [rnet, onet] = [madeSession(second), madeSession(third)];
  return { pnet, rnet, onet, detector: new MtcnnDetector(card, { pnet, rnet, onet }) };
}

describe('MtcnnDetector', () => {
  test('takes a window through all three networks, in the pixels of the photo', async () => {
    const { detector, pnet, rnet, onet } = made();
    const [face, ...others] = await detector.detect(photo, pass);
    expect(others).toEqual([]);
    expect(face.score).toBeCloseTo(0.95, 6);
    // A window of 12 of 24 pixels is 20 of the photo's 40.
    expect(face.box).toEqual({ xPx: 0, yPx: 0, widthPx: 20, heightPx: 20 });
    const points = [6, 8, 14, 8, 10, 12, 7, 16, 13, 16].map((value) => value - 0.5);
    for (const [i, value] of points.entries()) expect(face.landmarks[i]).toBeCloseTo(value, 4);
    expect(pnet.inputs.map(({ dims }) => dims)).toEqual([
      [1, 3, 24, 24],
      [1, 3, 17, 17],
      [1, 3, 12, 12],
    ]);
    expect(rnet.inputs.map(({ dims }) => dims)).toEqual([[1, 3, 24, 24]]);
    expect(onet.inputs.map(({ dims }) => dims)).toEqual([[1, 3, 48, 48]]);
  });

  test('moves the box after the last network but not the landmarks, which belong to the crop', async () => {
    const { detector } = made({ moves: [0.1, 0.2, -0.1, 0] });
    const [face] = await detector.detect(photo, pass);
    expect(face.box).toEqual({
      xPx: expect.closeTo(2, 4),
      yPx: expect.closeTo(4, 4),
      widthPx: expect.closeTo(16, 4),
      heightPx: expect.closeTo(16, 4),
    });
    expect(face.landmarks[0]).toBeCloseTo(5.5, 4);
  });

  test('feeds black as -127.5 / 128', async () => {
    const { detector, rnet } = made();
    await detector.detect(photo, pass);
    expect(new Set(rnet.inputs[0].data)).toEqual(new Set([Math.fround(-127.5 / 128)]));
  });

  test.each([
    ['P-Net', { windowScores: { 24: 0.59 } }, [3, 0, 0]],
    ['R-Net', { refined: [0.31, 0.69] }, [3, 1, 0]],
    ['O-Net', { final: [0.31, 0.69] }, [3, 1, 1]],
  ] as const)('drops what %s is not sure of, and asks no network after it', async (_, answers, runs) => {
    const { detector, pnet, rnet, onet } = made(answers);
    expect(await detector.detect(photo, pass)).toEqual([]);
    expect([pnet, rnet, onet].map(({ inputs }) => inputs.length)).toEqual(runs);
  });

  test('asks all three for less where less is asked of it', async () => {
    const unsure = { windowScores: { 24: 0.31 }, refined: [0.64, 0.36], final: [0.64, 0.36] };
    expect(await made(unsure).detector.detect(photo, { ...pass, minScore: 0.35 })).toHaveLength(1);
    expect(await made(unsure).detector.detect(photo, { ...pass, minScore: 0.37 })).toEqual([]);
  });

  test('asks the first two for no more where more is asked of it', async () => {
    const { detector } = made({ windowScores: { 24: 0.61 }, refined: [0.29, 0.71] });
    expect(await detector.detect(photo, { ...pass, minScore: 0.9 })).toHaveLength(1);
  });

  test('finds a face once that lies in the box of a larger one', async () => {
    // The window of the coarsest level is the whole photo; that of the finest lies inside.
    const { detector, rnet } = made({ windowScores: { 24: 0.9, 12: 0.8 } });
    expect(await detector.detect(photo, pass)).toHaveLength(1);
    expect(rnet.inputs[0].dims[0]).toBe(2);
  });

  test('refuses a third network without landmarks', async () => {
    const { pnet, rnet } = made();
    const detector = new MtcnnDetector(card, { pnet, rnet, onet: rnet });
    await expect(detector.detect(photo, pass)).rejects.toMatchObject({ code: 'NETWORK_UNRUNNABLE' });
  });

  test('refuses a second network that answers for another number of crops', async () => {
    const { pnet, onet } = made();
    const rnet = madeSession(() => ({
      probability: repeatedRow(7, FACE),
      regression: repeatedRow(7, STAY),
    }));
    const detector = new MtcnnDetector(card, { pnet, rnet, onet });
    await expect(detector.detect(photo, pass)).rejects.toMatchObject({ code: 'NETWORK_UNRUNNABLE' });
  });
});
