import { describe, expect, test } from 'vitest';
import { DEGRADATION_SWEEP, parseDegradation } from '../../../../src/images/degradation/degradation.ts';

describe('parseDegradation', () => {
  test.each([
    ['face-24px', { kind: 'face', facePx: 24 }],
    ['grey', { kind: 'grey' }],
    ['blur-4', { kind: 'blur', percent: 4 }],
    ['jpeg-10', { kind: 'jpeg', quality: 10 }],
    ['rotate-15', { kind: 'rotate', degrees: 15 }],
    ['cover-lower', { kind: 'cover', half: 'lower' }],
    ['brightness-300', { kind: 'brightness', percent: 300 }],
    ['crop-127px', { kind: 'crop', sidePx: 127 }],
  ])('reads %s', (name, degradation) => {
    expect(parseDegradation(name)).toEqual(degradation);
  });

  test.each([
    ...['', 'face', 'face-24', 'face-3px', 'face-x24px', 'grey-1', 'blur-0', 'blur-04', 'jpeg-101'],
    ...['rotate-181', 'rotate--15', 'cover-left', 'brightness-1.5', 'crop-127', 'noise-3', 'Face-24px'],
  ])('takes %j for no degradation', (name) => {
    expect(parseDegradation(name)).toBeUndefined();
  });

  test('knows every name of the sweep', () => {
    expect(DEGRADATION_SWEEP.filter((name) => parseDegradation(name) === undefined)).toEqual([]);
  });
});
