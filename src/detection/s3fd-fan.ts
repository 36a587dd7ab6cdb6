import type { Detection } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import type { InferenceSession } from '../core/tensor.ts';
import type { DetectorCard } from '../networks/card.ts';
import type { DetectOptions, Detector } from './detector.ts';
import { cropTensor } from './face-crop.ts';
import { decodeHeatmaps, FAN_SIDE_PX, fanSquare, fiveOfSixtyEight } from './fan.ts';
import { OnnxDetector } from './onnx-detector.ts';
import { decodeS3fd } from './s3fd.ts';

const FAN_INPUT = {
  widthPx: FAN_SIDE_PX,
  heightPx: FAN_SIDE_PX,
  colourOrder: 'RGB',
  mean: [0, 0, 0],
  scale: [255, 255, 255],
} as const;

/** Most faces that get landmarks, for the time's sake: each takes some 0.3 s. */
const MAX_FACES = 100;

/** The detector of the method: S3FD finds boxes, 2D-FAN the landmarks in each that is left after suppression. */
export class S3fdFanDetector implements Detector {
  readonly #boxes: OnnxDetector;
  readonly #fan: InferenceSession;

  /** The card is about S3FD. @param sessions stay the caller's to release */
  constructor(
    card: DetectorCard,
    sessions: { readonly s3fd: InferenceSession; readonly fan: InferenceSession },
  ) {
    this.#boxes = new OnnxDetector(card, sessions.s3fd, decodeS3fd);
    this.#fan = sessions.fan;
  }

  get name(): string {
    return this.#boxes.name;
  }

  get firstPass(): DetectOptions {
    return this.#boxes.firstPass;
  }

  get sureScore(): number {
    return this.#boxes.sureScore;
  }

  /** Faces of one image, best first. FAN runs once for each, at most 100 times. Throws `NETWORK_UNRUNNABLE` for other outputs. */
  async detect(image: RgbImage, options: DetectOptions): Promise<readonly Detection[]> {
    const faces: Detection[] = [];
    const found = await this.#boxes.detect(image, options);
    for (const { box, score } of found.slice(0, MAX_FACES)) {
      const square = fanSquare(box);
      const outputs = await this.#fan.run({ image: cropTensor(image, [square], FAN_INPUT) });
      faces.push({ box, score, landmarks: fiveOfSixtyEight(decodeHeatmaps(outputs, square)) });
    }
    return faces;
  }
}
