import { z } from 'zod';
import { FACE_FLAWS } from '../core/audit-finding.ts';

const share = z.number().min(0).max(1);

/** What was measured of a face by itself, and in what it is beyond a limit of the audit. Lengths are in pixels of the whole photo. */
export const judgedQualitySchema = z.strictObject({
  /** All of it as one number: higher is easier to recognise. Only faces found by one detector compare. */
  overall: share,
  /** How fine its detail is: 0 for a plain image, about 0.33 for a good photo. */
  sharpness: share,
  /** Mean and standard deviation of its luma. */
  brightness: share,
  contrast: share,
  /** Shares of its pixels that are all but black or white. */
  underexposedShare: share,
  overexposedShare: share,
  /** Degrees: above 0 where the nose points to the right of the upright photo, where it points up, where the head is turned clockwise. */
  yawDeg: z.number(),
  pitchDeg: z.number(),
  rollDeg: z.number(),
  /** Shorter side of the detector's box. */
  facePx: z.number(),
  /** Distance between the eyes. */
  interEyePx: z.number(),
  isGrey: z.boolean(),
  flaws: z.array(z.enum(FACE_FLAWS)).readonly(),
});
/** See {@link judgedQualitySchema}. */
export type JudgedQuality = z.output<typeof judgedQualitySchema>;
