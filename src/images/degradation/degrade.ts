import type { Box } from '../../core/face.ts';
import type { RgbImage } from '../../core/image.ts';
import { seededRandom } from '../../numerics/random.ts';
import { mixGrey, multiplyChannels } from '../augmentation/channels.ts';
import { gaussianBlur } from '../blur.ts';
import { coverFace } from './cover-face.ts';
import { cropFace } from './crop-face.ts';
import type { Degradation } from './degradation.ts';
import { shrinkFace } from './shrink-face.ts';
import { turnPhoto } from './turn-photo.ts';

/** What a degradation needs beside the photo. */
export interface DegradationInputs {
  /** The face that counts, in pixels of the photo. */
  readonly box: Box;
  /** Decides what is random: any integer. */
  readonly seed: number;
  /** Writes an image as JPEG of a quality in 1..100 and reads it again. */
  readonly recompress: (image: RgbImage, quality: number) => Promise<RgbImage>;
}

/** A photo made worse; the same photo, box and seed give the same pixels. */
export async function degradePhoto(
  photo: RgbImage,
  degradation: Degradation,
  { box, seed, recompress }: DegradationInputs,
): Promise<RgbImage> {
  switch (degradation.kind) {
    case 'face':
      return shrinkFace(photo, box, degradation.facePx);
    case 'grey':
      return mixGrey(photo, 1);
    case 'blur':
      return gaussianBlur(photo, (Math.min(box.widthPx, box.heightPx) * degradation.percent) / 100);
    case 'jpeg':
      return await recompress(photo, degradation.quality);
    case 'rotate':
      return turnPhoto(photo, isClockwise(seed) ? degradation.degrees : 360 - degradation.degrees);
    case 'cover':
      return coverFace(photo, box, degradation.half);
    case 'brightness': {
      const factor = degradation.percent / 100;
      return multiplyChannels(photo, [factor, factor, factor]);
    }
    case 'crop':
      return cropFace(photo, box, degradation.sidePx);
  }
}

function isClockwise(seed: number): boolean {
  return seededRandom(seed)() < 0.5;
}
