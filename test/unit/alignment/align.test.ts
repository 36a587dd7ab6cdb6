import { describe, expect, test } from 'vitest';
import { alignFace, alignSmallFace, enlargement, realign } from '../../../src/alignment/align.ts';
import { ALIGNMENT_TEMPLATES, alignmentTemplate } from '../../../src/alignment/templates.ts';
import { rotateImage } from '../../../src/images/rotate.ts';
import { greyImage, noiseImage, redRows } from '../../support/images.ts';

describe('alignmentTemplate', () => {
  test('has the image-left eye of the 112x112 crop eight pixels right of that of the 96x112 crop', () => {
    expect(alignmentTemplate('112x112').landmarks[0]).toBeCloseTo(38.2946, 4);
    expect(alignmentTemplate('96x112').landmarks[0]).toBeCloseTo(30.2946, 4);
    expect(alignmentTemplate('96x112').landmarks[1]).toBeCloseTo(51.6963, 4);
  });

  test.each([
    ['150x150', 1.339286],
    ['160x160', 1.428571],
    ['224x224', 2],
  ] as const)('scales %s from the 112x112 crop by %f', (name, scale) => {
    const { landmarks } = alignmentTemplate('112x112');
    alignmentTemplate(name).landmarks.forEach((value, i) => {
      expect(value).toBeCloseTo(landmarks[i] * scale, 3);
    });
  });

  test('refuses a name it does not know, and says which it does', () => {
    expect(() => alignmentTemplate('64x64')).toThrow(
      /96x112, 112x112, 150x150, 160x160, 224x224, 150x150-dlib/,
    );
  });
});

describe('alignFace', () => {
  test.each(Object.keys(ALIGNMENT_TEMPLATES))('leaves a face alone that is aligned to %s', (name) => {
    const { widthPx, heightPx, landmarks } = alignmentTemplate(name);
    const crop = noiseImage(widthPx, heightPx, 5);
    const same = alignFace(crop, landmarks, name);
    expect([same.widthPx, same.heightPx]).toEqual([widthPx, heightPx]);
    expect(same.pixels.every((value, i) => Math.abs(value - crop.pixels[i]) <= 1)).toBe(true);
  });

  test('turns a face upright that lies upside down', () => {
    const { landmarks } = alignmentTemplate('112x112');
    const crop = noiseImage(112, 112, 6);
    const upright = alignFace(
      rotateImage(crop, 180),
      landmarks.map((value) => 111 - value),
      '112x112',
    );
    expect(upright.pixels.every((value, i) => Math.abs(value - crop.pixels[i]) <= 1)).toBe(true);
  });
});

describe('enlargement', () => {
  const { landmarks } = alignmentTemplate('112x112');

  test.each([
    ['112x112', 1, 1],
    ['224x224', 1, 2],
    ['112x112', 4, 0.25],
    ['112x112', 0.5, 2],
  ])('to %s of a face %f times the size of the 112x112 template is %f', (name, size, expected) => {
    expect(
      enlargement(
        landmarks.map((value) => value * size),
        name,
      ),
    ).toBeCloseTo(expected, 5);
  });
});

describe('alignSmallFace', () => {
  const { landmarks } = alignmentTemplate('112x112');

  test.each([
    [2, 56],
    [3, 38],
    [4, 28],
  ])(
    'divided by %i, each of %i pixels a side shows the middle of that many pixels of the crop',
    (factor, side) => {
      // A slope of 2 a pixel: pixel x of the small crop shows place factor (x + 0.5) - 0.5.
      const slope = greyImage(
        Array.from({ length: 120 }, () => Array.from({ length: 120 }, (_, x) => 2 * x)),
      );
      const small = alignSmallFace(slope, landmarks, '112x112', factor);
      expect([small.widthPx, small.heightPx]).toEqual([side, side]);
      redRows(small)[5].forEach((value, x) => {
        expect(Math.abs(value - 2 * (factor * (x + 0.5) - 0.5))).toBeLessThanOrEqual(1.01);
      });
    },
  );
});

describe('realign', () => {
  const crop = noiseImage(112, 112, 7);

  test('gives back the crop for the 112x112 template', () => {
    expect(realign(crop, '112x112')).toBe(crop);
  });

  test('cuts eight columns from both sides for the 96x112 template', () => {
    const { widthPx, pixels } = realign(crop, '96x112');
    expect(widthPx).toBe(96);
    expect(Math.abs(pixels[(50 * 96 + 10) * 3] - crop.pixels[(50 * 112 + 18) * 3])).toBeLessThanOrEqual(1);
  });

  test('doubles the crop for the 224x224 template', () => {
    const { pixels } = realign(crop, '224x224');
    expect(Math.abs(pixels[(60 * 224 + 40) * 3] - crop.pixels[(30 * 112 + 20) * 3])).toBeLessThanOrEqual(1);
  });
});
