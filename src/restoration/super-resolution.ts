import type { RgbImage } from '../core/image.ts';
import type { InferenceSession } from '../core/tensor.ts';
import { lumaOf, withLuma } from '../images/luma.ts';
import { resizeImage } from '../images/resize.ts';
import type { RestorerCard } from '../networks/card.ts';
import { restoredPlanes } from './restored-planes.ts';
import type { Restorer } from './restorer.ts';

/**
 * Enlarges a crop by a network that takes and gives luma alone, such as FSRCNN (Dong et al. 2016); the chroma, in which
 * the eye sees little detail, is enlarged bilinearly.
 */
export class SuperResolution implements Restorer {
  readonly #card: RestorerCard;
  readonly #session: InferenceSession;

  /** @param card of the kind super-resolution @param session the network, loaded */
  constructor(card: RestorerCard, session: InferenceSession) {
    this.#card = card;
    this.#session = session;
  }

  get name(): string {
    return this.#card.name;
  }

  get factor(): number {
    return this.#card.factor;
  }

  /** Throws `NETWORK_UNRUNNABLE` where the network gives another size or numbers that are not finite. */
  async restore(crop: RgbImage): Promise<RgbImage> {
    const [card, session] = [this.#card, this.#session];
    const valuesPerPixel = this.factor ** 2;
    const planes = await restoredPlanes(lumaOf(crop), { card, session, size: crop, valuesPerPixel });
    const [mean, scale] = [card.input.mean[0], card.input.scale[0]];
    const enlarged = resizeImage(crop, crop.widthPx * this.factor, crop.heightPx * this.factor);
    // The network gives luma in the units it takes it in.
    return withLuma(
      enlarged,
      planes.map((value) => value * scale + mean),
    );
  }
}
