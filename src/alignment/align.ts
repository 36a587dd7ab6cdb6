import type { Landmarks } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import { warpSimilarity } from '../images/warp.ts';
import { estimateSimilarity } from '../numerics/similarity-transform.ts';
import { alignmentTemplate } from './templates.ts';

/**
 * The upright crop of a face: the similarity that takes its landmarks closest to the template's, black outside the photo.
 * @param landmarks in pixels of `image` @param templateName as in `templates.ts`
 */
export function alignFace(image: RgbImage, landmarks: Landmarks, templateName: string): RgbImage {
  const template = alignmentTemplate(templateName);
  const transform = estimateSimilarity(landmarks, template.landmarks);
  return warpSimilarity(image, transform, template.widthPx, template.heightPx);
}

/** A crop that is aligned to 112x112 already, brought to another template. @param crop 112x112 pixels */
export function realign(crop: RgbImage, templateName: string): RgbImage {
  if (templateName === '112x112') return crop;
  return alignFace(crop, alignmentTemplate('112x112').landmarks, templateName);
}
