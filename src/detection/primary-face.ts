import type { Box } from '../core/face.ts';

/** Weight of the squared distance from the photo's centre against the area, as in FaceNet's alignment script. */
const CENTRE_WEIGHT = 2;

/**
 * Place of the face that a photo is about: the largest area minus twice the squared distance of its centre from the
 * photo's. Throws `RangeError` for no faces.
 */
export function primaryFace(
  faces: readonly { readonly box: Box }[],
  photo: { readonly widthPx: number; readonly heightPx: number },
): number {
  if (faces.length === 0) throw new RangeError('A photo without faces has no primary face.');
  const weights = faces.map(({ box }) => {
    const dx = box.xPx + box.widthPx / 2 - photo.widthPx / 2;
    const dy = box.yPx + box.heightPx / 2 - photo.heightPx / 2;
    return box.widthPx * box.heightPx - CENTRE_WEIGHT * (dx * dx + dy * dy);
  });
  return weights.indexOf(Math.max(...weights));
}
