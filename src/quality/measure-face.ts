import type { Detection } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import { colourfulness } from '../images/lab.ts';
import { lumaOf } from '../images/luma.ts';
import { exposureOf } from './exposure.ts';
import type { FaceQuality } from './face-quality.ts';
import { faceRegion } from './face-region.ts';
import { flatShareOf } from './flatness.ts';
import { headPose } from './head-pose.ts';
import { overallQuality } from './overall-quality.ts';
import { sharpnessOf } from './sharpness.ts';

/** Channels that lie less than this apart on average, of 255, are those of a photo without colour, noise of JPEG included. */
const GREY_SPREAD = 4;

/**
 * Measures one face. Throws `RangeError` for a crop of another size.
 * @param crop of 112x112, aligned to the template of that name @param face in pixels of the whole photo
 */
export function measureFace(crop: RgbImage, face: Detection): FaceQuality {
  const region = faceRegion(crop);
  const luma = lumaOf(region);
  const spread = colourfulness(region);
  const [leftX = 0, leftY = 0, rightX = 0, rightY = 0] = face.landmarks;
  const measured = {
    facePx: Math.min(face.box.widthPx, face.box.heightPx),
    interEyePx: Math.hypot(rightX - leftX, rightY - leftY),
    pose: headPose(face.landmarks),
    sharpness: sharpnessOf(luma, region.widthPx),
    flatShare: flatShareOf(luma, region.widthPx),
    ...exposureOf(luma),
    colourfulness: spread / 255,
    isGrey: spread < GREY_SPREAD,
    detectorScore: face.score,
  };
  return { ...measured, overall: overallQuality(measured) };
}
