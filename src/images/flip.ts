import { blankImage, type RgbImage } from '../core/image.ts';

/** An image as a mirror shows it: left and right change places. */
export function flipHorizontally(image: RgbImage): RgbImage {
  const { widthPx, heightPx, pixels } = image;
  const out = blankImage(widthPx, heightPx);
  for (let y = 0; y < heightPx; y++) {
    let source = (y + 1) * widthPx * 3 - 3;
    for (let place = y * widthPx * 3; place < (y + 1) * widthPx * 3; place += 3, source -= 3) {
      out.pixels[place] = pixels[source] as number;
      out.pixels[place + 1] = pixels[source + 1] as number;
      out.pixels[place + 2] = pixels[source + 2] as number;
    }
  }
  return out;
}
