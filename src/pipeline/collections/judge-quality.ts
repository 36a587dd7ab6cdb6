import { faceFlaws } from '../../audit/photo-findings.ts';
import type { JudgedQuality } from '../../collections/judged-quality.ts';
import type { FaceQuality } from '../../quality/face-quality.ts';

/** Measures of a face as the service tells them, with the limits of the audit that they are beyond. */
export function judgeQuality({ pose, ...measures }: FaceQuality): JudgedQuality {
  const { overall, sharpness, brightness, contrast, underexposedShare, overexposedShare } = measures;
  const { facePx, interEyePx, isGrey } = measures;
  return {
    overall,
    sharpness,
    brightness,
    contrast,
    underexposedShare,
    overexposedShare,
    ...pose,
    facePx,
    interEyePx,
    isGrey,
    flaws: faceFlaws({ ...measures, yawDeg: pose.yawDeg }),
  };
}
