import { describe, expect, test } from 'vitest';
import { blankImage } from '../../../src/core/image.ts';
import {
  decodeWindows,
  isVisible,
  movedBox,
  pyramidLevels,
  squareAround,
} from '../../../src/detection/mtcnn-pyramid.ts';
import { sparseTensor } from '../../support/made-sessions.ts';

const box = { xPx: 10, yPx: 20, widthPx: 40, heightPx: 60 };

describe('pyramidLevels', () => {
  test('begins where a face of 20 pixels fills the window of 12, and shrinks by 0.709', () => {
    const levels = pyramidLevels(blankImage(100, 50), 1);
    expect(levels).toEqual([
      { widthPx: 60, heightPx: 30 },
      { widthPx: 43, heightPx: 21 },
      { widthPx: 30, heightPx: 15 },
    ]);
  });

  test('goes by the photo as it is shown, not as it is', () => {
    const [first] = pyramidLevels(blankImage(100, 50), 2);
    expect(first).toEqual({ widthPx: 120, heightPx: 60 });
  });

  test('ends with the last size that holds a window, whatever the longer side', () => {
    expect(pyramidLevels(blankImage(5000, 19), 1)).toEqual([]);
    expect(pyramidLevels(blankImage(5000, 20), 1)).toHaveLength(1);
  });
});

describe('decodeWindows', () => {
  // Two rows of three cells; the photo is twice as wide and four times as high as the level.
  const level = { widthPx: 16, heightPx: 14 };
  const photo = blankImage(32, 56);
  const outputs = {
    probability: sparseTensor([1, 2, 2, 3], { 2: 0.9, [6 + 4]: 0.8, [6 + 5]: 0.3 }),
    regression: sparseTensor([1, 4, 2, 3], { 4: 0.1, [6 + 4]: 0.2, [12 + 4]: 0.3, [18 + 4]: 0.4 }),
  };

  test('reads the face of the second column in the second row, and its moves', () => {
    const [found, ...others] = decodeWindows(outputs, level, photo, 0.5);
    expect(others).toEqual([]);
    expect(found.score).toBeCloseTo(0.8, 6);
    expect(found.box).toEqual({ xPx: 2 * 2, yPx: 2 * 4, widthPx: 12 * 2, heightPx: 12 * 4 });
    expect(Array.from(found.moves, (value) => Math.round(value * 10))).toEqual([1, 2, 3, 4]);
  });

  test('refuses outputs of another shape', () => {
    const other = { ...outputs, regression: sparseTensor([1, 2, 2, 3]) };
    expect(() => decodeWindows(other, level, photo, 0.5)).toThrow(
      /'regression' has the shape \[1, 2, 2, 3\]/,
    );
  });
});

test('a box is moved side by side, over its own width and height', () => {
  const moved = movedBox({ score: 1, box, moves: [0.5, -0.5, 0.25, 0.1] });
  expect(moved).toEqual({ xPx: 30, yPx: -10, widthPx: 30, heightPx: 96 });
});

test('the square around a box has its centre and its longer side', () => {
  expect(squareAround(box)).toEqual({ xPx: 0, yPx: 20, widthPx: 60, heightPx: 60 });
});

test.each([
  ['beside the photo', { ...box, xPx: 100 }],
  ['that ends where the photo begins', { ...box, yPx: -60 }],
  ['narrower than a pixel', { ...box, widthPx: 0.9 }],
  ['of no number', { ...box, heightPx: Number.NaN }],
  ['without an end', { ...box, widthPx: Number.POSITIVE_INFINITY }],
])('nothing can be seen in a box %s', (_, hidden) => {
  expect(isVisible(box, blankImage(100, 100))).toBe(true);
  expect(isVisible(hidden, blankImage(100, 100))).toBe(false);
});
