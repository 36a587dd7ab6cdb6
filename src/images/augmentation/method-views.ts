import type { RgbImage } from '../../core/image.ts';
import { type Random, seededRandom } from '../../numerics/random.ts';
import { gaussianBlur } from '../blur.ts';
import { flipHorizontally } from '../flip.ts';
import {
  addToChannels,
  addToHueAndSaturation,
  mixGrey,
  multiplyChannels,
  type PerChannel,
  scaleContrast,
} from './channels.ts';
import { emboss, sharpen } from './kernels.ts';

/**
 * The augmented views of a crop that the method trains on: mirrored by half, then with probability 0.8 changed
 * in one of eight ways, each equally likely. Ranges and definitions are those of imgaug 0.2.6, but that values
 * are rounded, not cut off, and that a blurred image goes on beyond its edge instead of being mirrored there.
 * The first n views are the same however many are made.
 * @param seed any integer
 */
export function methodViews(crop: RgbImage, viewCount: number, seed: number): RgbImage[] {
  const random = seededRandom(seed);
  return Array.from({ length: viewCount }, () => methodView(crop, random));
}

function methodView(crop: RgbImage, random: Random): RgbImage {
  const image = random() < 0.5 ? flipHorizontally(crop) : crop;
  if (random() >= 0.8) return image;
  const change = CHANGES[Math.floor(random() * CHANGES.length)] as Change;
  return change(image, random);
}

type Change = (image: RgbImage, random: Random) => RgbImage;

const CHANGES: readonly Change[] = [
  (image, random) => mixGrey(image, random()),
  (image, random) => addToHueAndSaturation(image, wholeNumber(random, -20, 20)),
  (image, random) =>
    addToChannels(
      image,
      perChannel(random, () => wholeNumber(random, -20, 20)),
    ),
  (image, random) =>
    multiplyChannels(
      image,
      perChannel(random, () => between(random, 0.5, 1.5)),
    ),
  (image, random) => gaussianBlur(image, between(random, 0, 2)),
  (image, random) =>
    scaleContrast(
      image,
      perChannel(random, () => between(random, 0.5, 2)),
    ),
  (image, random) => sharpen(image, between(random, 0, 0.5), between(random, 0.7, 1.3)),
  (image, random) => emboss(image, between(random, 0, 0.5), between(random, 0, 1.5)),
];

/** By half one number for all channels, by half one for each. */
function perChannel(random: Random, draw: () => number): PerChannel {
  if (random() < 0.5) return [draw(), draw(), draw()];
  const value = draw();
  return [value, value, value];
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

function wholeNumber(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}
