import { describe, expect, it } from 'vitest';
import type { FaceQuality } from '../../../../web/api/types.ts';
import { ENGLISH } from '../../../../web/text/english.ts';
import { VIETNAMESE } from '../../../../web/text/vietnamese.ts';
import { qualityWords } from '../../../../web/try/quality-wording.ts';

const GOOD: FaceQuality = {
  overall: 0.82,
  sharpness: 0.33,
  brightness: 0.5,
  contrast: 0.2,
  underexposedShare: 0.02,
  overexposedShare: 0.01,
  yawDeg: -4,
  pitchDeg: 2,
  rollDeg: 1,
  facePx: 90,
  interEyePx: 40,
  isGrey: false,
  flaws: [],
};
const words = (change: Partial<FaceQuality> = {}): string =>
  qualityWords({ ...GOOD, ...change }, ENGLISH).join(', ');

describe('the words for the quality of a face', () => {
  it('name a good one sharp, frontal and well lit', () => {
    expect(words()).toBe('sharp, frontal, well lit');
    expect(qualityWords(GOOD, VIETNAMESE).join(', ')).toBe('nét, nhìn thẳng, đủ sáng');
  });

  it('do not call a face sharp that is nearly blurred, nor frontal where it is turned to either side', () => {
    expect(words({ sharpness: 0.2, yawDeg: -35.4 })).toBe('a little soft, turned by 35°, well lit');
  });

  it.each([
    [{ brightness: 0.1 }, 'dark'],
    [{ brightness: 0.1, flaws: ['badly-lit'] }, 'dark'],
    [{ brightness: 0.9 }, 'too light'],
    [{ contrast: 0.03 }, 'faint'],
    [{ flaws: ['badly-lit'] }, 'badly lit'],
  ] as const)('say what is amiss with the light of a face with %j', (change, light) => {
    expect(qualityWords({ ...GOOD, ...change } as FaceQuality, ENGLISH).at(-1)).toBe(light);
  });

  it('name what is beyond a limit, size and drawings first', () => {
    const flaws = ['tiny-face', 'blurred', 'turned-away', 'badly-lit', 'drawing', 'low-quality'] as const;
    expect(words({ flaws: [...flaws], sharpness: 0.1, yawDeg: 70 })).toBe(
      'like a drawing, very small, blurred, turned by 70°, badly lit',
    );
  });
});
