import type { RgbImage } from '../core/image.ts';

/** Side of the crops that faces are measured in, in pixels: the template `112x112`. */
export const MEASURED_SIDE_PX = 112;

/** From the brows to the chin and from cheek to cheek, in pixels of the crop: hair and background are left out. */
const REGION = { left: 24, top: 34, right: 88, bottom: 108 } as const;

/** The middle of the face in an aligned crop. @param crop of 112x112; throws `RangeError` for another size */
export function faceRegion(crop: RgbImage): RgbImage {
  if (crop.widthPx !== MEASURED_SIDE_PX || crop.heightPx !== MEASURED_SIDE_PX)
    throw new RangeError(`A face is measured in a crop of 112x112; got ${crop.widthPx}x${crop.heightPx}.`);
  const widthPx = REGION.right - REGION.left;
  const heightPx = REGION.bottom - REGION.top;
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    const start = ((REGION.top + y) * crop.widthPx + REGION.left) * 3;
    pixels.set(crop.pixels.subarray(start, start + widthPx * 3), y * widthPx * 3);
  }
  return { widthPx, heightPx, pixels };
}
