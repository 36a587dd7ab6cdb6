import { blankImage, type RgbImage } from '../core/image.ts';
import { convolveSeparableInto, gaussianKernel } from '../numerics/gaussian.ts';

/** An image under a Gaussian blur; the same image for a sigma of 0. @param sigmaPx standard deviation, in pixels */
export function gaussianBlur(image: RgbImage, sigmaPx: number): RgbImage {
  if (sigmaPx <= 0) return image;
  const out = blankImage(image.widthPx, image.heightPx);
  convolveSeparableInto(image, gaussianKernel(sigmaPx), out);
  return out;
}
