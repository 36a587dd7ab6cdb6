import { blankImage, type RgbImage } from '../core/image.ts';

/** Degrees clockwise by which an image can be turned without loss. */
export type QuarterTurn = 90 | 180 | 270;

/** An image turned clockwise. */
export function rotateImage(image: RgbImage, turn: QuarterTurn): RgbImage {
  const { widthPx, heightPx, pixels } = image;
  const out = turn === 180 ? blankImage(widthPx, heightPx) : blankImage(heightPx, widthPx);
  let place = 0;
  for (let y = 0; y < out.heightPx; y++) {
    for (let x = 0; x < out.widthPx; x++) {
      const [sourceX, sourceY] = rotatePointBack([x, y], turn, image);
      const source = (sourceY * widthPx + sourceX) * 3;
      out.pixels[place++] = pixels[source] as number;
      out.pixels[place++] = pixels[source + 1] as number;
      out.pixels[place++] = pixels[source + 2] as number;
    }
  }
  return out;
}

/** Where a pixel of the turned image lies in the image before. @param size of the image before the turn */
export function rotatePointBack(
  [x, y]: readonly [x: number, y: number],
  turn: QuarterTurn,
  size: Pick<RgbImage, 'widthPx' | 'heightPx'>,
): [x: number, y: number] {
  if (turn === 90) return [y, size.heightPx - 1 - x];
  if (turn === 180) return [size.widthPx - 1 - x, size.heightPx - 1 - y];
  return [size.widthPx - 1 - y, x];
}
