import type { RgbImage } from '../core/image.ts';

/** Brings an aligned crop closer to a photo of today before it is embedded. */
export interface Restorer {
  /** Name of the card. */
  readonly name: string;
  /** How many times wider and higher the result is; 1 for colorization. */
  readonly factor: number;
  /** @param crop aligned, of any size @returns the crop restored, or as it is where there is nothing to restore */
  restore(crop: RgbImage): Promise<RgbImage>;
}
