import type { HeadPose } from './head-pose.ts';

/** What can be measured of one face without a second photo of its person. Lengths are in pixels of the whole photo. */
export interface FaceQuality {
  /** Shorter side of the detector's box. */
  readonly facePx: number;
  /** Distance between the eyes. */
  readonly interEyePx: number;
  readonly pose: HeadPose;
  /** How fine the detail in the aligned crop is, in [0, 1]; see `sharpness.ts`. */
  readonly sharpness: number;
  /** Share of the middle of the face that is without any slope, in [0, 1]: what drawings are made of; see `flatness.ts`. */
  readonly flatShare: number;
  /** Mean luma of the middle of the face, in [0, 1]. */
  readonly brightness: number;
  /** Standard deviation of that luma, in [0, 0.5]. */
  readonly contrast: number;
  /** Share of its pixels that are all but black, in [0, 1]. */
  readonly underexposedShare: number;
  /** Share of its pixels that are all but white, in [0, 1]. */
  readonly overexposedShare: number;
  /** Mean spread of a pixel's channels, in [0, 1]: 0 for a face without colour. */
  readonly colourfulness: number;
  /** Whether that spread is so small that the photo is grey. */
  readonly isGrey: boolean;
  /** The detector's own score, in [0, 1]. */
  readonly detectorScore: number;
  /** All of it as one number, in [0, 1]: higher is easier to recognise; see `overall-quality.ts`. */
  readonly overall: number;
}
