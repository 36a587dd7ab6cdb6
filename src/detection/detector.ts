import type { Detection } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import type { DetectorCard } from '../networks/card.ts';

/** How one pass of a detector is run. */
export interface DetectOptions {
  /** Detections below this score are dropped, in [0, 1]. */
  readonly minScore: number;
  /** The photo is scaled so that its longer side has this many pixels before the network sees it. */
  readonly longSidePx: number;
}

/** Finds faces in one photo. Boxes and landmarks come back in the photo's own pixels, best score first. */
export interface Detector {
  /** Name of the card. */
  readonly name: string;
  /** How the card says that a photo is looked at first. */
  readonly firstPass: DetectOptions;
  /** Upright faces mostly score at least this in the first pass, faces that are upside down or sideways hardly ever. */
  readonly sureScore: number;
  detect(image: RgbImage, options: DetectOptions): Promise<readonly Detection[]>;
}

/** How a card says that a photo is looked at first. */
export function firstPassOf({ minScore, input }: DetectorCard): DetectOptions {
  return { minScore, longSidePx: Math.max(input.widthPx, input.heightPx) };
}
