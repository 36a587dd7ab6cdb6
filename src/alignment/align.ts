import type { Landmarks } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import { warpSimilarity } from '../images/warp.ts';
import { estimateSimilarity, type SimilarityTransform } from '../numerics/similarity-transform.ts';
import { type AlignmentTemplate, alignmentTemplate } from './templates.ts';

/**
 * The upright crop of a face: the similarity that takes its landmarks closest to the template's, black outside the photo.
 * @param landmarks in pixels of `image` @param templateName as in `templates.ts`
 */
export function alignFace(image: RgbImage, landmarks: Landmarks, templateName: string): RgbImage {
  const template = alignmentTemplate(templateName);
  return warpSimilarity(image, toTemplate(landmarks, template), template.widthPx, template.heightPx);
}

/**
 * The crop of {@link alignFace} at a fraction of its size, for a network that enlarges it by `factor`: where the template
 * is no multiple of the factor, the crop enlarged is that much too large at the right and below. Pixel areas correspond.
 */
export function alignSmallFace(
  image: RgbImage,
  landmarks: Landmarks,
  templateName: string,
  factor: number,
): RgbImage {
  const template = alignmentTemplate(templateName);
  const { a, b, tx, ty } = toTemplate(landmarks, template);
  const small = {
    a: a / factor,
    b: b / factor,
    tx: (tx + 0.5) / factor - 0.5,
    ty: (ty + 0.5) / factor - 0.5,
  };
  return warpSimilarity(
    image,
    small,
    Math.ceil(template.widthPx / factor),
    Math.ceil(template.heightPx / factor),
  );
}

/** How many times larger a face gets as it is aligned; below 1 where it shrinks. */
export function enlargement(landmarks: Landmarks, templateName: string): number {
  const { a, b } = toTemplate(landmarks, alignmentTemplate(templateName));
  return Math.hypot(a, b);
}

/** The landmarks of a crop that is aligned to 112x112 already, in its pixels. */
export function landmarksOfAligned(): Landmarks {
  return alignmentTemplate('112x112').landmarks;
}

/** A crop that is aligned to 112x112 already, brought to another template. @param crop 112x112 pixels */
export function realign(crop: RgbImage, templateName: string): RgbImage {
  if (templateName === '112x112') return crop;
  return alignFace(crop, landmarksOfAligned(), templateName);
}

function toTemplate(landmarks: Landmarks, template: AlignmentTemplate): SimilarityTransform {
  return estimateSimilarity(landmarks, template.landmarks);
}
