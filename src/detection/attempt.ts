import type { Detection, DetectionRung } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import type { DetectOptions, Detector } from './detector.ts';
import { isPlausible, isUpright } from './plausible.ts';
import { backToPhoto, type View } from './view.ts';

/** One way to look for faces in a photo. */
export interface Attempt {
  readonly rung: DetectionRung;
  /** Made only when the attempt is. */
  readonly view: () => View;
  readonly pass: DetectOptions;
  /** Keep only faces whose landmarks are upright in the view and lie about where a face has them. */
  readonly isChecked: boolean;
}

/** The faces that an attempt found, in the photo's pixels, best first. */
export interface Found {
  readonly rung: DetectionRung;
  readonly faces: readonly Detection[];
  /** Best score among the faces that are upright in the view; 0 when none is. */
  readonly uprightScore: number;
  readonly longSidePx: number;
}

/** What an attempt finds; undefined when nothing. */
export async function runAttempt(
  detector: Detector,
  photo: RgbImage,
  { rung, view, pass, isChecked }: Attempt,
): Promise<Found | undefined> {
  const seen = view();
  const all = await detector.detect(seen.image, pass);
  const kept = isChecked ? all.filter(({ landmarks }) => isPlausible(landmarks)) : all;
  const faces = backToPhoto(kept, seen, photo);
  if (faces.length === 0) return undefined;
  const upright = kept.find(({ landmarks }) => isUpright(landmarks));
  return { rung, faces, uprightScore: upright?.score ?? 0, longSidePx: pass.longSidePx };
}

/** The attempt whose best upright face scores highest; undefined when none finds one. */
export async function bestAttempt(
  detector: Detector,
  photo: RgbImage,
  attempts: readonly Attempt[],
): Promise<Found | undefined> {
  let best: Found | undefined;
  for (const attempt of attempts) {
    const found = await runAttempt(detector, photo, attempt);
    if (found !== undefined && found.uprightScore > (best?.uprightScore ?? 0)) best = found;
  }
  return best;
}
