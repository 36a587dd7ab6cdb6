import { alignFace, alignSmallFace, enlargement, landmarksOfAligned, realign } from '../alignment/align.ts';
import { alignmentTemplate } from '../alignment/templates.ts';
import type { Landmarks } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import { cropTopLeft } from '../images/crop.ts';
import type { Restorer } from '../restoration/restorer.ts';

/** A face in an image. */
export interface PlacedFace {
  readonly image: RgbImage;
  /** In pixels of the image; absent where the image is an aligned crop of 112x112 already. */
  readonly landmarks?: Landmarks;
}

/**
 * The aligned crop of a face, restored where there is a restorer and something to restore: super-resolution takes its turn
 * where alignment would enlarge the face by its factor or more, colorization where the crop is grey.
 * @param templateName as in `alignment/templates.ts`
 */
export async function faceCrop(
  face: PlacedFace,
  templateName: string,
  restorer?: Restorer,
): Promise<RgbImage> {
  if (restorer === undefined) return plainCrop(face, templateName);
  const { factor } = restorer;
  if (factor === 1) return await restorer.restore(plainCrop(face, templateName));
  const landmarks = face.landmarks ?? landmarksOfAligned();
  if (enlargement(landmarks, templateName) < factor) return plainCrop(face, templateName);
  const small = alignSmallFace(face.image, landmarks, templateName, factor);
  const { widthPx, heightPx } = alignmentTemplate(templateName);
  return cropTopLeft(await restorer.restore(small), widthPx, heightPx);
}

function plainCrop({ image, landmarks }: PlacedFace, templateName: string): RgbImage {
  return landmarks === undefined ? realign(image, templateName) : alignFace(image, landmarks, templateName);
}
