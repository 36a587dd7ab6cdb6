import type { Box } from '../../core/face.ts';
import type { RgbImage } from '../../core/image.ts';
import { resizeImage } from '../resize.ts';

/**
 * A photo as a camera would give it that had only `facePx` pixels for the face's shorter side: reduced, then enlarged to
 * its own size. A photo whose face is no larger stays as it is.
 * @param box of the face, in pixels of the photo
 */
export function shrinkFace(photo: RgbImage, box: Box, facePx: number): RgbImage {
  const scale = facePx / Math.min(box.widthPx, box.heightPx);
  if (scale >= 1) return photo;
  const side = (lengthPx: number): number => Math.max(1, Math.round(lengthPx * scale));
  const small = resizeImage(photo, side(photo.widthPx), side(photo.heightPx));
  return resizeImage(small, photo.widthPx, photo.heightPx);
}
