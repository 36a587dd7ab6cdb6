import { z } from 'zod';
import type { DetectionOutcome, DetectionRung } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import type { QuarterTurn } from '../images/rotate.ts';
import { type Attempt, bestAttempt, type Found, runAttempt } from './attempt.ts';
import type { DetectOptions, Detector } from './detector.ts';
import { blurredView, borderedView, plainView, turnedView } from './view.ts';

/** The schema of the cascade's options. */
export const cascadeOptionsSchema = z.strictObject({
  /** Longer side that large photos are shrunk to in the first pass, in pixels; the detector's own when absent. */
  longSidePx: z.int().min(64).max(4096).optional(),
  /** Longer side that small photos are enlarged to in the first pass, in pixels. */
  smallLongSidePx: z.int().min(64).max(4096).default(320),
  /** Width of the black border of the enlarged pass, over the photo's longer side. */
  borderShare: z.number().min(0).max(2).default(0.5),
  /** Score that suffices where landmarks are checked, over the score that suffices elsewhere. */
  lowScoreShare: z.number().min(0).max(1).default(0.4),
  /** Strongest blur tried, in pixels of the photo as the network sees it. */
  maxBlurPx: z.number().min(0).max(20).default(3),
  /** How many blurs there are, evenly from none to the strongest. */
  blurCount: z.int().min(2).max(50).default(11),
});

/** How hard the cascade tries. */
export type CascadeOptions = z.infer<typeof cascadeOptionsSchema>;

/**
 * Looks for faces ever harder, so that no photo is lost without a reason: as it is; enlarged; with a low threshold;
 * blurred; turned by quarters. `rotated-90` says that the photo is upright once it is turned clockwise by 90 degrees.
 * Where the threshold is low, landmarks must lie as in a face.
 *
 * Detectors also find upside-down and sideways faces, with eyes and mouth confused. So an answer that is not beyond
 * doubt is weighed against those of the turned photo.
 */
export async function detectFaces(
  detector: Detector,
  photo: RgbImage,
  options: CascadeOptions,
): Promise<DetectionOutcome> {
  const normal = normalPass(detector, photo, options);
  const low = { ...normal, minScore: normal.minScore * options.lowScoreShare };
  for (const attempt of uprightAttempts(photo, normal, options)) {
    const found = await runAttempt(detector, photo, attempt);
    if (found === undefined) continue;
    if (await isBeyondDoubt(found, detector, photo, options)) return outcome(found);
    const turned = await bestAttempt(detector, photo, turnedAttempts(photo, normal, false));
    return outcome(turned !== undefined && isTurned(found, turned, detector) ? turned : found);
  }
  const turned =
    (await bestAttempt(detector, photo, turnedAttempts(photo, normal, false))) ??
    (await bestAttempt(detector, photo, turnedAttempts(photo, low, true)));
  return turned === undefined ? { kind: 'no-face' } : outcome(turned);
}

function normalPass(detector: Detector, photo: RgbImage, options: CascadeOptions): DetectOptions {
  const { minScore, longSidePx } = detector.firstPass;
  const photoSidePx = Math.max(photo.widthPx, photo.heightPx, options.smallLongSidePx);
  return { minScore, longSidePx: Math.min(photoSidePx, options.longSidePx ?? longSidePx) };
}

/** Every way to look at a photo without turning it, the cheapest first. */
function* uprightAttempts(
  photo: RgbImage,
  normal: DetectOptions,
  options: CascadeOptions,
): Generator<Attempt> {
  const low = { ...normal, minScore: normal.minScore * options.lowScoreShare };
  const twice = { ...normal, longSidePx: 2 * normal.longSidePx };
  const plain = () => plainView(photo);
  const bordered = () => borderedView(photo, options.borderShare);
  yield { rung: 'normal', view: plain, pass: normal, isChecked: false };
  yield { rung: 'enlarged', view: bordered, pass: normal, isChecked: false };
  yield { rung: 'enlarged', view: plain, pass: twice, isChecked: false };
  yield { rung: 'low-threshold', view: plain, pass: low, isChecked: true };
  yield { rung: 'low-threshold', view: bordered, pass: low, isChecked: true };
  for (let step = 1; step < options.blurCount; step++) {
    const sigmaPx = (options.maxBlurPx * step) / (options.blurCount - 1);
    const view = () => blurredView(photo, sigmaPx, normal.longSidePx);
    yield { rung: 'blurred', view, pass: low, isChecked: true };
  }
}

const TURNS = [
  { turn: 90, rung: 'rotated-90' },
  { turn: 180, rung: 'rotated-180' },
  { turn: 270, rung: 'rotated-270' },
] as const satisfies readonly { turn: QuarterTurn; rung: DetectionRung }[];

function turnedAttempts(photo: RgbImage, pass: DetectOptions, isChecked: boolean): Attempt[] {
  return TURNS.map(({ turn, rung }) => ({
    rung,
    view: () => turnedView(photo, turn),
    pass,
    isChecked,
  }));
}

/** Faces wider than this share of the photo are judged in the small photo, where upside-down faces score low. */
const LARGE_FACE_SHARE = 0.3;

/** Whether the photo is upright for sure: a face found in the normal pass, or in the small photo, scores high. */
async function isBeyondDoubt(
  found: Found,
  detector: Detector,
  photo: RgbImage,
  { smallLongSidePx }: CascadeOptions,
): Promise<boolean> {
  if (found.rung !== 'normal' || found.uprightScore < detector.sureScore) return false;
  const photoSidePx = Math.max(photo.widthPx, photo.heightPx);
  const isLarge = found.faces.some(({ box }) => box.widthPx > LARGE_FACE_SHARE * photoSidePx);
  if (!isLarge || found.longSidePx <= smallLongSidePx) return true;
  const pass = { minScore: detector.sureScore, longSidePx: smallLongSidePx };
  const view = () => plainView(photo);
  return (await runAttempt(detector, photo, { rung: 'normal', view, pass, isChecked: true })) !== undefined;
}

/** How much better a face must score in the turned photo when it is not sure there either: most photos are upright. */
const TURN_MARGIN = 0.1;

/** Whether the turned photo shows the face better than the photo as it is. */
function isTurned(found: Found, turned: Found, { sureScore }: Detector): boolean {
  return turned.uprightScore >= sureScore || turned.uprightScore > found.uprightScore + TURN_MARGIN;
}

function outcome({ rung, faces }: Found): DetectionOutcome {
  return { kind: 'found', rung, faces };
}
