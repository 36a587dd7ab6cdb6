import type { Box, Detection } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import { gaussianBlur } from '../images/blur.ts';
import { padImage } from '../images/pad.ts';
import { resizeImage } from '../images/resize.ts';
import { type QuarterTurn, rotateImage, rotatePointBack } from '../images/rotate.ts';

/** A photo changed so that a detector may find more in it, and where each point of it lies in the photo. */
export interface View {
  readonly image: RgbImage;
  back(point: readonly [x: number, y: number]): readonly [x: number, y: number];
}

/** The photo itself. */
export function plainView(photo: RgbImage): View {
  return { image: photo, back: (point) => point };
}

/** The photo within a black border. @param share width of the border over the photo's longer side */
export function borderedView(photo: RgbImage, share: number): View {
  const borderPx = Math.round(Math.max(photo.widthPx, photo.heightPx) * share);
  return { image: padImage(photo, borderPx), back: ([x, y]) => [x - borderPx, y - borderPx] };
}

/** The photo turned clockwise. */
export function turnedView(photo: RgbImage, turn: QuarterTurn): View {
  return { image: rotateImage(photo, turn), back: (point) => rotatePointBack(point, turn, photo) };
}

/** The photo under a Gaussian blur. @param sigmaPx in pixels of the photo after shrinking to `maxSidePx` */
export function blurredView(photo: RgbImage, sigmaPx: number, maxSidePx: number): View {
  const scale = Math.min(1, maxSidePx / Math.max(photo.widthPx, photo.heightPx));
  const small = resizeImage(
    photo,
    Math.max(1, Math.round(photo.widthPx * scale)),
    Math.max(1, Math.round(photo.heightPx * scale)),
  );
  const stepX = photo.widthPx / small.widthPx;
  const stepY = photo.heightPx / small.heightPx;
  return {
    image: gaussianBlur(small, sigmaPx),
    back: ([x, y]) => [(x + 0.5) * stepX - 0.5, (y + 0.5) * stepY - 0.5],
  };
}

/**
 * Detections of a view in the photo's pixels. Landmarks keep their meaning, so those of a face found upside down still
 * begin with the eye that is on the left once the face is upright. Boxes end at the photo's edge; a face whose box lies
 * outside altogether is dropped.
 */
export function backToPhoto(found: readonly Detection[], { back }: View, photo: RgbImage): Detection[] {
  return found.flatMap(({ box, landmarks, score }) => {
    const inside = clipBox(box, back, photo);
    if (inside === undefined) return [];
    const points = new Float32Array(landmarks.length);
    for (let i = 0; i < points.length; i += 2) {
      points.set(back([landmarks[i] as number, landmarks[i + 1] as number]), i);
    }
    return [{ box: inside, landmarks: points, score }];
  });
}

function clipBox(box: Box, back: View['back'], photo: RgbImage): Box | undefined {
  // A box counts from the corner of the first pixel, a point from its centre.
  const corner = (x: number, y: number) => back([x - 0.5, y - 0.5]).map((at) => at + 0.5) as [number, number];
  const [x1, y1] = corner(box.xPx, box.yPx);
  const [x2, y2] = corner(box.xPx + box.widthPx, box.yPx + box.heightPx);
  const left = Math.max(0, Math.min(x1, x2));
  const top = Math.max(0, Math.min(y1, y2));
  const right = Math.min(photo.widthPx, Math.max(x1, x2));
  const bottom = Math.min(photo.heightPx, Math.max(y1, y2));
  if (right <= left || bottom <= top) return undefined;
  return { xPx: left, yPx: top, widthPx: right - left, heightPx: bottom - top };
}
