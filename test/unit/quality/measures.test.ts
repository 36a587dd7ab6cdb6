import { describe, expect, test } from 'vitest';
import { UPRIGHT_FIVE_POINTS } from '../../../src/core/five-points.ts';
import { mixGrey, multiplyChannels } from '../../../src/images/augmentation/channels.ts';
import { gaussianBlur } from '../../../src/images/blur.ts';
import { lumaOf } from '../../../src/images/luma.ts';
import { exposureOf } from '../../../src/quality/exposure.ts';
import { flatShareOf } from '../../../src/quality/flatness.ts';
import { measureFace } from '../../../src/quality/measure-face.ts';
import { overallQuality } from '../../../src/quality/overall-quality.ts';
import { sharpnessOf } from '../../../src/quality/sharpness.ts';
import { noiseImage } from '../../support/images.ts';

/** A wave of so many radians a pixel along x, between 128 - height and 128 + height. */
function wave(radiansPerPixel: number, height = 100): Float32Array {
  return Float32Array.from(
    { length: 64 * 64 },
    (_, i) => 128 + height * Math.sin((i % 64) * radiansPerPixel),
  );
}

describe('sharpnessOf', () => {
  test('tells the spatial frequency of a wave', () => {
    // 2 pi / 64 x 4 waves; the slope over two pixels of a wave of w is sin(w), times the smoothing across, which is 1.
    const frequency = (2 * Math.PI * 4) / 64;
    expect(Math.abs(sharpnessOf(wave(frequency), 64) - Math.sin(frequency))).toBeLessThan(0.01);
  });

  test('falls as an image is blurred more', () => {
    const photo = gaussianBlur(noiseImage(64, 64, 1), 1);
    const [none, weak, strong] = [0, 1, 3].map((sigma) =>
      sharpnessOf(lumaOf(gaussianBlur(photo, sigma)), 64),
    );
    expect(none).toBeGreaterThan(weak);
    expect(weak).toBeGreaterThan(strong);
  });

  test('does not depend on contrast', () => {
    expect(sharpnessOf(wave(0.3, 100), 64)).toBeCloseTo(sharpnessOf(wave(0.3, 40), 64), 3);
  });

  test('is 0 for a plain image', () => {
    expect(sharpnessOf(new Float32Array(100).fill(90), 10)).toBe(0);
  });
});

describe('flatShareOf', () => {
  /** A line down the middle of a plain ground, one pixel wide. */
  const line = Float32Array.from({ length: 20 * 20 }, (_, i) => (i % 20 === 10 ? 40 : 200));

  test('is the share of a drawing that its lines leave plain', () => {
    // Of the 18 columns within, only those beside the line have different neighbours.
    expect(flatShareOf(line, 20)).toBeCloseTo(16 / 18, 9);
  });

  test('does not depend on contrast', () => {
    const faint = line.map((value) => 100 + value / 20);
    expect(flatShareOf(faint, 20)).toBe(flatShareOf(line, 20));
  });

  test('takes what the camera cut off for no drawing', () => {
    const lit = Float32Array.from({ length: 20 * 20 }, (_, i) => Math.min(255, (i % 20) * 30));
    expect(flatShareOf(lit, 20)).toBe(0);
  });

  test('is low where everything slopes, and 1 for a plain image', () => {
    expect(flatShareOf(lumaOf(gaussianBlur(noiseImage(64, 64, 1), 2)), 64)).toBeLessThan(0.05);
    expect(flatShareOf(new Float32Array(100).fill(90), 10)).toBe(1);
  });
});

describe('exposureOf', () => {
  test('counts mean, spread and the pixels without detail', () => {
    const { brightness, contrast, underexposedShare, overexposedShare } = exposureOf(
      Float32Array.of(0, 0, 255, 255, 127.5),
    );
    expect(brightness).toBeCloseTo(0.5, 10);
    expect(contrast).toBeCloseTo(0.5 * Math.sqrt(4 / 5), 10);
    expect([underexposedShare, overexposedShare]).toEqual([0.4, 0.4]);
  });
});

describe('overallQuality', () => {
  const good = {
    detectorScore: 0.99,
    sharpness: 0.33,
    contrast: 0.14,
    underexposedShare: 0,
    overexposedShare: 0,
  };

  test.each([
    ['a detector that doubts', { detectorScore: 0.8 }],
    ['less detail', { sharpness: 0.15 }],
    ['less contrast', { contrast: 0.03 }],
    ['black parts', { underexposedShare: 0.5 }],
    ['white parts', { overexposedShare: 0.5 }],
  ])('is lower for %s', (_, change) => {
    expect(overallQuality({ ...good, ...change })).toBeLessThan(overallQuality(good));
  });

  test('stays within 0 and 1 at both ends', () => {
    const worst = overallQuality({
      detectorScore: 0,
      sharpness: 0,
      contrast: 0,
      underexposedShare: 1,
      overexposedShare: 0,
    });
    const best = overallQuality({
      detectorScore: 1,
      sharpness: 1,
      contrast: 0.5,
      underexposedShare: 0,
      overexposedShare: 0,
    });
    expect(worst).toBeGreaterThanOrEqual(0);
    expect(worst).toBeLessThan(0.01);
    expect(best).toBeGreaterThan(0.99);
    expect(best).toBeLessThanOrEqual(1);
  });
});

describe('measureFace', () => {
  const crop = gaussianBlur(noiseImage(112, 112, 1), 1);
  const face = {
    box: { xPx: 3, yPx: 4, widthPx: 80, heightPx: 100 },
    landmarks: UPRIGHT_FIVE_POINTS.map((value) => 2 * value),
    score: 0.9,
  };

  test('tells lengths in pixels of the photo', () => {
    const { facePx, interEyePx, detectorScore } = measureFace(crop, face);
    expect([facePx, detectorScore]).toEqual([80, 0.9]);
    expect(interEyePx).toBeCloseTo(2 * (73.5318 - 38.2946), 1);
  });

  test('tells a grey photo from one with colour', () => {
    expect(measureFace(crop, face).isGrey).toBe(false);
    const grey = measureFace(mixGrey(crop, 1), face);
    expect([grey.isGrey, grey.colourfulness]).toEqual([true, 0]);
  });

  test('is darker, and worse, for a photo in the dark', () => {
    const dark = measureFace(multiplyChannels(crop, [0.1, 0.1, 0.1]), face);
    expect(dark.brightness).toBeCloseTo(measureFace(crop, face).brightness / 10, 2);
    expect(dark.overall).toBeLessThan(measureFace(crop, face).overall);
  });

  test('leaves the border of the crop out', () => {
    const framed = { ...crop, pixels: crop.pixels.slice() };
    for (let i = 0; i < framed.pixels.length; i++) {
      const [x, y] = [Math.floor(i / 3) % 112, Math.floor(i / 336)];
      if (x < 20 || x >= 92 || y < 30) framed.pixels[i] = 255;
    }
    expect(measureFace(framed, face)).toEqual(measureFace(crop, face));
  });

  test('refuses a crop of another size', () => {
    expect(() => measureFace(noiseImage(96, 112, 1), face)).toThrow(RangeError);
  });
});
