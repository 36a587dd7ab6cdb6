import { describe, expect, it } from 'vitest';
import {
  type FaceMeasures,
  faceFlaws,
  type InspectedPhoto,
  photoFindings,
} from '../../../src/audit/photo-findings.ts';

const GOOD: FaceMeasures = {
  facePx: 120,
  yawDeg: 5,
  sharpness: 0.33,
  underexposedShare: 0.02,
  overexposedShare: 0.01,
  flatShare: 0.02,
  overall: 0.9,
};
const photo = (outcome: InspectedPhoto['outcome']): InspectedPhoto => ({
  name: 'Anna/1.jpg',
  person: 'Anna',
  outcome,
});
const withFace = (measures: Partial<FaceMeasures> = {}, otherFaceShare = 0): InspectedPhoto =>
  photo({ kind: 'faces', otherFaceShare, measures: { ...GOOD, ...measures } });

describe('flaws of a face', () => {
  it('are none of a good one, and at the limit already all it is beyond', () => {
    expect(faceFlaws(GOOD)).toEqual([]);
    expect(faceFlaws({ ...GOOD, yawDeg: -60, sharpness: 0.18 })).toEqual(['blurred', 'turned-away']);
    expect(faceFlaws({ ...GOOD, facePx: 20, overall: 0.1, overexposedShare: 0.6, flatShare: 0.5 })).toEqual([
      'tiny-face',
      'badly-lit',
      'drawing',
      'low-quality',
    ]);
  });
});

describe('findings of single photos', () => {
  it('are none for a good photo of one face, or for one that could not be measured', () => {
    expect(photoFindings([withFace(), photo({ kind: 'faces', otherFaceShare: 0 })])).toEqual([]);
  });

  it('set aside a photo without a face', () => {
    expect(photoFindings([photo({ kind: 'no-face' })])).toMatchObject([
      { kind: 'no-face', confidence: 1, proposal: { kind: 'set-aside', photos: ['Anna/1.jpg'] } },
    ]);
  });

  it('set aside a file that is no photo, and leave alone one that has gone', () => {
    const failed = { kind: 'failed', code: 'PHOTO_UNREADABLE', reason: 'It is empty.' } as const;
    const [broken, gone] = photoFindings([
      photo({ ...failed, isReadable: true }),
      photo({ ...failed, isReadable: false }),
    ]);
    expect(broken).toMatchObject({
      kind: 'unreadable',
      reason: 'It is empty. (PHOTO_UNREADABLE)',
      proposal: { kind: 'set-aside' },
    });
    expect(gone?.proposal).toEqual({ kind: 'none' });
  });

  it.each([
    ['tiny-face', { facePx: 16 }, 0.75],
    ['blurred', { sharpness: 0.09 }, 0.75],
    ['turned-away', { yawDeg: -75 }, 0.75],
    ['badly-lit', { underexposedShare: 0.5, overexposedShare: 0.25 }, 0.75],
    ['drawing', { flatShare: 0.675 }, 0.75],
    ['low-quality', { overall: 0.125 }, 0.75],
  ] as const)('tell a %s, half way to the worst, by 0.75', (kind, measures, confidence) => {
    const [finding, ...rest] = photoFindings([withFace(measures)]);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ kind, proposal: { kind: 'none' } });
    expect(finding?.confidence).toBeCloseTo(confidence, 9);
  });

  it('tell another face by how large it is beside the one that counts', () => {
    expect(photoFindings([withFace({}, 0.79)])).toEqual([]);
    expect(photoFindings([withFace({}, 0.81)])).toMatchObject([{ kind: 'several-faces' }]);
    expect(photoFindings([withFace({}, 1.7)])[0]?.confidence).toBe(1);
  });
});
