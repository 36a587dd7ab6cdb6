import type { Box, Detection, Landmarks } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import type { InferenceSession, Tensor } from '../core/tensor.ts';
import { resizeImage } from '../images/resize.ts';
import { toTensor } from '../images/to-tensor.ts';
import type { DetectorCard } from '../networks/card.ts';
import { type DetectOptions, type Detector, firstPassOf } from './detector.ts';
import { cropTensor } from './face-crop.ts';
import { outputRows } from './feature-map.ts';
import { photoScale } from './letterbox.ts';
import {
  decodeWindows,
  isVisible,
  movedBox,
  type Proposal,
  pyramidLevels,
  squareAround,
} from './mtcnn-pyramid.ts';
import { overlapOfSmaller, suppressOverlaps } from './nms.ts';

/** What P-Net and R-Net must be sure of; the card says it for O-Net. */
const WINDOW_SCORE = 0.6;
const REFINED_SCORE = 0.7;
const MAX_OVERLAP_IN_LEVEL = 0.5;
const MAX_OVERLAP = 0.7;
/** Sides of the crops that the second and the third network take, and how many landmark coordinates they give. */
const REFINEMENT = { sidePx: 24, pointCount: 0 } as const;
const OUTPUT = { sidePx: 48, pointCount: 10 } as const;
/** Most windows of one size that are looked at, for the time's sake; photos of crowds have far fewer. */
const MAX_WINDOWS = 2000;
/** Crops in one run, for the memory's sake. */
const BATCH = 64;

/** The graphs of MTCNN. */
export interface MtcnnSessions {
  readonly pnet: InferenceSession;
  readonly rnet: InferenceSession;
  readonly onet: InferenceSession;
}

/**
 * MTCNN (Zhang et al. 2016) with the constants of its authors: P-Net goes over the photo in many sizes, R-Net and O-Net
 * look at what it proposes more closely. Crops are taken from the photo as it is, black outside.
 */
export class MtcnnDetector implements Detector {
  readonly name: string;
  readonly firstPass: DetectOptions;
  readonly sureScore: number;
  readonly #card: DetectorCard;
  readonly #sessions: MtcnnSessions;

  /** @param sessions stay the caller's to release */
  constructor(card: DetectorCard, sessions: MtcnnSessions) {
    this.name = card.name;
    this.firstPass = firstPassOf(card);
    this.sureScore = card.sureScore;
    this.#card = card;
    this.#sessions = sessions;
  }

  /**
   * Faces of one image, best first. Below the card's least score the first two networks are asked for less, too, as they
   * would drop the face otherwise. Throws `NETWORK_UNRUNNABLE` when the outputs are not MTCNN's.
   */
  async detect(image: RgbImage, { minScore, longSidePx }: DetectOptions): Promise<readonly Detection[]> {
    const usual = this.#card.minScore;
    const looseness = minScore < usual ? minScore / usual : 1;
    const scale = photoScale(image, this.#card, longSidePx);
    const windows = await this.#propose(image, scale, WINDOW_SCORE * looseness);
    const refined = await this.#refine(image, windows, REFINED_SCORE * looseness);
    return await this.#finish(image, refined, minScore);
  }

  async #propose(photo: RgbImage, scale: number, minScore: number): Promise<Box[]> {
    const all: Proposal[] = [];
    for (const level of pyramidLevels(photo, scale)) {
      const { widthPx, heightPx } = level;
      const format = { ...this.#card.input, ...level, layout: 'NCHW' } as const;
      const shown = toTensor(resizeImage(photo, widthPx, heightPx), format);
      const outputs = await this.#sessions.pnet.run({ image: shown });
      const found = bestOf(decodeWindows(outputs, level, photo, minScore));
      all.push(...suppressOverlaps(found, { maxOverlap: MAX_OVERLAP_IN_LEVEL }));
    }
    return nextBoxes(suppressOverlaps(all, { maxOverlap: MAX_OVERLAP }), photo);
  }

  async #refine(photo: RgbImage, boxes: readonly Box[], minScore: number): Promise<Box[]> {
    const judged = await this.#judge(this.#sessions.rnet, photo, { boxes, ...REFINEMENT });
    const good = judged.filter(({ score }) => score >= minScore);
    return nextBoxes(suppressOverlaps(good, { maxOverlap: MAX_OVERLAP }), photo);
  }

  async #finish(photo: RgbImage, boxes: readonly Box[], minScore: number): Promise<Detection[]> {
    const judged = await this.#judge(this.#sessions.onet, photo, { boxes, ...OUTPUT });
    const good = judged
      .filter(({ score }) => score >= minScore)
      .map((one) => ({ score: one.score, box: movedBox(one), landmarks: landmarksOf(one) }))
      .filter(({ box }) => isVisible(box, photo));
    return suppressOverlaps(good, { maxOverlap: MAX_OVERLAP, measure: overlapOfSmaller });
  }

  /** What R-Net or O-Net says of each box. */
  async #judge(
    session: InferenceSession,
    photo: RgbImage,
    { boxes, sidePx, pointCount }: Stage,
  ): Promise<Judged[]> {
    const judged: Judged[] = [];
    for (let start = 0; start < boxes.length; start += BATCH) {
      const batch = boxes.slice(start, start + BATCH);
      const format = { ...this.#card.input, widthPx: sidePx, heightPx: sidePx };
      const outputs = await session.run({ image: cropTensor(photo, batch, format) });
      judged.push(...judgedBoxes(outputs, batch, pointCount));
    }
    return judged;
  }
}

interface Stage {
  readonly boxes: readonly Box[];
  readonly sidePx: number;
  readonly pointCount: number;
}

interface Judged extends Proposal {
  /** Five x, then five y, over the box's width and height; R-Net gives none. */
  readonly points: ArrayLike<number>;
}

function judgedBoxes(
  outputs: Readonly<Record<string, Tensor>>,
  boxes: readonly Box[],
  pointCount: number,
): Judged[] {
  const rowsOf = (name: string, width: number) => outputRows(outputs, name, [boxes.length, width]);
  const scores = rowsOf('probability', 2);
  const moves = rowsOf('regression', 4);
  const points = pointCount > 0 ? rowsOf('landmarks', pointCount) : [];
  return boxes.map((box, i) => ({
    score: scores[i]?.[1] ?? 0,
    box,
    moves: moves[i] ?? [],
    points: points[i] ?? [],
  }));
}

function bestOf(windows: readonly Proposal[]): readonly Proposal[] {
  if (windows.length <= MAX_WINDOWS) return windows;
  return [...windows].sort((one, other) => other.score - one.score).slice(0, MAX_WINDOWS);
}

/** The squares that the next network looks at. */
function nextBoxes(proposals: readonly Proposal[], photo: RgbImage): Box[] {
  return proposals.map((one) => squareAround(movedBox(one))).filter((box) => isVisible(box, photo));
}

function landmarksOf({ box, points }: Judged): Landmarks {
  const landmarks = new Float32Array(10);
  for (let point = 0; point < 5; point++) {
    landmarks[2 * point] = box.xPx + (points[point] as number) * box.widthPx - 0.5;
    landmarks[2 * point + 1] = box.yPx + (points[point + 5] as number) * box.heightPx - 0.5;
  }
  return landmarks;
}
