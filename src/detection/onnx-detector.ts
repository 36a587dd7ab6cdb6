import type { Detection } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import type { InferenceSession, Tensor } from '../core/tensor.ts';
import type { DetectorCard } from '../networks/card.ts';
import { type DetectOptions, type Detector, firstPassOf } from './detector.ts';
import { letterbox } from './letterbox.ts';
import { suppressOverlaps } from './nms.ts';

/** What a network gave for one image, and the size of the image. */
export interface DetectorOutputs {
  /** Tensors by name. */
  readonly byName: Readonly<Record<string, Tensor>>;
  /** Names in the order the network lists them. */
  readonly names: readonly string[];
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Reads every detection that scores at least `minScore` out of a network's outputs, in the pixels of its
 * input, counted from the corner: the centre of the first pixel is at 0.5. */
export type DecodeDetections = (outputs: DetectorOutputs, minScore: number) => Detection[];

/** A detector made of a network and the decoder of its outputs. */
export class OnnxDetector implements Detector {
  readonly name: string;
  readonly firstPass: DetectOptions;
  readonly sureScore: number;
  readonly #card: DetectorCard;
  readonly #session: InferenceSession;
  readonly #decode: DecodeDetections;
  /** The last input: most photos of a pile are of one size. */
  #memory: Float32Array | undefined;

  /** @param session stays the caller's to release */
  constructor(card: DetectorCard, session: InferenceSession, decode: DecodeDetections) {
    this.name = card.name;
    this.firstPass = firstPassOf(card);
    this.sureScore = card.sureScore;
    this.#card = card;
    this.#session = session;
    this.#decode = decode;
  }

  /** Faces of one image, best first, one image at a time. Throws `NETWORK_UNRUNNABLE` when the outputs are not those of the decoder. */
  async detect(image: RgbImage, { minScore, longSidePx }: DetectOptions): Promise<readonly Detection[]> {
    const boxed = letterbox(image, this.#card, longSidePx, this.#memory);
    this.#memory = boxed.tensor.data;
    const inputName = this.#session.inputNames[0] ?? 'input';
    const byName = await this.#session.run({ [inputName]: boxed.tensor });
    const names = this.#session.outputNames;
    const { widthPx, heightPx } = boxed;
    const found = this.#decode({ byName, names, widthPx, heightPx }, minScore);
    return suppressOverlaps(found).map(boxed.toPhoto);
  }
}
