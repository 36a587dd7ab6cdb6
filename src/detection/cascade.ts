import { z } from 'zod';
import type { Detection, DetectionOutcome, DetectionRung } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import type { QuarterTurn } from '../images/rotate.ts';
import type { DetectOptions, Detector } from './detector.ts';
import { isPlausiblyUpright } from './plausible.ts';
import { backToPhoto, blurredView, borderedView, plainView, turnedView, type View } from './view.ts';

/** The schema of the cascade's options. */
export const cascadeOptionsSchema = z.strictObject({
  /** Longer side of the photo in the first pass, in pixels; what the detector's card says when absent. */
  longSidePx: z.int().min(64).max(4096).optional(),
  /** Width of the black border of the enlarged pass, over the photo's longer side. */
  borderShare: z.number().min(0).max(2).default(0.5),
  /** Score that suffices where landmarks are checked, over the card's least score. */
  lowScoreShare: z.number().min(0).max(1).default(0.4),
  /** A best score below this part of the way from the card's least score to 1 is doubted: the photo is also looked at turned. */
  doubtShare: z.number().min(0).max(1).default(0.5),
  /** Strongest blur tried, in pixels of the photo as the network sees it. */
  maxBlurPx: z.number().min(0).max(20).default(3),
  /** How many blurs are tried, evenly from none to the strongest. */
  blurCount: z.int().min(2).max(50).default(11),
});

/** How hard the cascade tries. */
export type CascadeOptions = z.infer<typeof cascadeOptionsSchema>;

const TURNS = [
  { turn: 90, rung: 'rotated-90' },
  { turn: 180, rung: 'rotated-180' },
  { turn: 270, rung: 'rotated-270' },
] as const satisfies readonly { turn: QuarterTurn; rung: DetectionRung }[];

interface Attempt {
  readonly rung: DetectionRung;
  readonly view: () => View;
  readonly pass: DetectOptions;
  /** Keep only faces whose landmarks lie as in an upright face. */
  readonly isChecked: boolean;
}

interface Found {
  readonly kind: 'found';
  readonly rung: DetectionRung;
  readonly faces: readonly Detection[];
  /** Best score among the faces that are plausibly upright in the view; 0 when none is. */
  readonly uprightScore: number;
}

/**
 * Looks for faces ever harder, so that no photo is lost without a reason: as it is; enlarged within a border; with a low
 * threshold; blurred; turned by quarters. `rotated-90` says that the photo, turned clockwise by 90 degrees, is upright.
 * Where the threshold is low, landmarks must lie as in a face. An answer with a low score or crooked landmarks is weighed
 * against the turned photo, since detectors find upside-down faces with eyes and mouth confused.
 */
export async function detectFaces(
  detector: Detector,
  photo: RgbImage,
  options: CascadeOptions,
): Promise<DetectionOutcome> {
  const search = new Search(detector, photo);
  const normal = { ...detector.firstPass, ...(options.longSidePx && { longSidePx: options.longSidePx }) };
  const doubt = normal.minScore + options.doubtShare * (1 - normal.minScore);
  for (const attempt of uprightAttempts(photo, normal, options)) {
    const found = await search.run(attempt);
    if (found === undefined) continue;
    if (found.uprightScore >= doubt) return outcome(found);
    const turned = await search.best(turnedAttempts(photo, normal, false));
    return outcome(turned !== undefined && turned.uprightScore > found.uprightScore ? turned : found);
  }
  const turned =
    (await search.best(turnedAttempts(photo, normal, false))) ??
    (await search.best(turnedAttempts(photo, lowered(normal, options), true)));
  return turned === undefined ? { kind: 'no-face' } : outcome(turned);
}

/** Every way to look at a photo without turning it, the cheapest first. */
function* uprightAttempts(
  photo: RgbImage,
  normal: DetectOptions,
  options: CascadeOptions,
): Generator<Attempt> {
  const low = lowered(normal, options);
  const plain = () => plainView(photo);
  const bordered = () => borderedView(photo, options.borderShare);
  yield { rung: 'normal', view: plain, pass: normal, isChecked: false };
  yield { rung: 'enlarged', view: bordered, pass: normal, isChecked: false };
  const enlarged = { ...normal, longSidePx: 2 * normal.longSidePx };
  yield { rung: 'enlarged', view: plain, pass: enlarged, isChecked: false };
  yield { rung: 'low-threshold', view: plain, pass: low, isChecked: true };
  yield { rung: 'low-threshold', view: bordered, pass: low, isChecked: true };
  for (let step = 1; step < options.blurCount; step++) {
    const sigmaPx = (options.maxBlurPx * step) / (options.blurCount - 1);
    const view = () => blurredView(photo, sigmaPx, normal.longSidePx);
    yield { rung: 'blurred', view, pass: low, isChecked: true };
  }
}

function turnedAttempts(photo: RgbImage, pass: DetectOptions, isChecked: boolean): Attempt[] {
  return TURNS.map(({ turn, rung }) => ({ rung, view: () => turnedView(photo, turn), pass, isChecked }));
}

function lowered(normal: DetectOptions, { lowScoreShare }: CascadeOptions): DetectOptions {
  return { ...normal, minScore: normal.minScore * lowScoreShare };
}

/** One photo under one detector. */
class Search {
  readonly #detector: Detector;
  readonly #photo: RgbImage;

  constructor(detector: Detector, photo: RgbImage) {
    this.#detector = detector;
    this.#photo = photo;
  }

  /** What an attempt finds; undefined when nothing. */
  async run({ rung, view, pass, isChecked }: Attempt): Promise<Found | undefined> {
    const seen = view();
    const all = await this.#detector.detect(seen.image, pass);
    const upright = all.filter(({ landmarks }) => isPlausiblyUpright(landmarks));
    const faces = backToPhoto(isChecked ? upright : all, seen, this.#photo);
    if (faces.length === 0) return undefined;
    return { kind: 'found', rung, faces, uprightScore: upright[0]?.score ?? 0 };
  }

  /** The attempt whose best upright face scores highest; undefined when none finds one. */
  async best(attempts: readonly Attempt[]): Promise<Found | undefined> {
    let best: Found | undefined;
    for (const attempt of attempts) {
      const found = await this.run(attempt);
      if (found !== undefined && found.uprightScore > (best?.uprightScore ?? 0)) best = found;
    }
    return best;
  }
}

function outcome({ rung, faces }: Found): DetectionOutcome {
  return { kind: 'found', rung, faces };
}
