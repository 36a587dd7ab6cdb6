import type { RgbImage } from '../core/image.ts';
import type { InferenceSession } from '../core/tensor.ts';
import { colourfulness, lightnessOf, withChroma } from '../images/lab.ts';
import { resizeImage } from '../images/resize.ts';
import type { RestorerCard } from '../networks/card.ts';
import { stretchPlane } from '../numerics/plane.ts';
import { restoredPlanes } from './restored-planes.ts';
import type { Restorer } from './restorer.ts';

/** JPEG leaves a trace of colour in grey photos; photos in colour lie far above. */
const GREY_COLOURFULNESS = 4;
/** The network gives a and b for every pixel. */
const CHROMA_PLANES = 2;

/**
 * Colours a grey crop by a network that takes L of CIELAB and gives a and b (Zhang et al. 2016). The crop keeps its own
 * lightness. A crop that has colours comes back as it is.
 */
export class Colorization implements Restorer {
  readonly factor = 1;
  readonly #card: RestorerCard;
  readonly #session: InferenceSession;

  /** @param card of the kind colorization @param session the network, loaded */
  constructor(card: RestorerCard, session: InferenceSession) {
    this.#card = card;
    this.#session = session;
  }

  get name(): string {
    return this.#card.name;
  }

  /** Throws `NETWORK_UNRUNNABLE` where the network gives another size or numbers that are not finite. */
  async restore(crop: RgbImage): Promise<RgbImage> {
    if (colourfulness(crop) >= GREY_COLOURFULNESS) return crop;
    const [card, session] = [this.#card, this.#session];
    const { widthPx, heightPx } = card.input;
    const lightness = lightnessOf(resizeImage(crop, widthPx, heightPx));
    const run = { card, session, size: card.input, valuesPerPixel: CHROMA_PLANES };
    const planes = await restoredPlanes(lightness, run);
    const [a, b] = [planes.subarray(0, lightness.length), planes.subarray(lightness.length)];
    return withChroma(crop, stretchPlane(a, card.input, crop), stretchPlane(b, card.input, crop));
  }
}
