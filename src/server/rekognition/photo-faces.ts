import { z } from 'zod';
import { QuenError } from '../../core/errors.ts';
import type { Box } from '../../core/face.ts';
import type { EmbeddedFace, Extraction } from '../../core/photo.ts';
import type { Call } from './operation.ts';
import { Refusal } from './refusal.ts';

/** A photo within a request. Photos elsewhere are not fetched. */
export const imageSchema = z
  .strictObject({
    Bytes: z
      .string()
      .min(1)
      .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'is not base64')
      .optional(),
    S3Object: z.unknown().optional(),
  })
  .superRefine(({ Bytes, S3Object }, context) => {
    if (S3Object !== undefined)
      context.addIssue({ code: 'custom', message: 'photos in S3 are not fetched; send Bytes' });
    else if (Bytes === undefined) context.addIssue({ code: 'custom', message: 'needs Bytes' });
  })
  .transform(({ Bytes = '' }) => new Uint8Array(Buffer.from(Bytes, 'base64')));

/** Faces are not chosen by quality here: only what asks for no choice, or leaves it to the service, is taken. */
export const qualityFilter = z.enum(['NONE', 'AUTO']).optional();

/** In percent. */
export const percent = z.number().min(0).max(100);

/** A photo with its size and faces, largest first. */
export interface PhotoFaces {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly faces: readonly EmbeddedFace[];
}

/** Finds the faces of a photo. Throws `PHOTO_*` and `SERVICE_BUSY`. */
export async function facesIn({ service: { ports } }: Call, bytes: Uint8Array): Promise<PhotoFaces> {
  const { extraction } = await ports.extract(bytes);
  return sizedFaces(extraction);
}

/** The faces of what a photo gave. Throws the photo's fault, `PHOTO_*`. */
export function sizedFaces(extraction: Extraction): PhotoFaces {
  if (extraction.kind === 'failed') throw new QuenError(extraction.code, extraction.reason);
  const { widthPx, heightPx } = extraction;
  const faces = extraction.kind === 'faces' ? extraction.faces : [];
  return { widthPx, heightPx, faces: [...faces].sort((a, b) => areaOf(b.box) - areaOf(a.box)) };
}

/** The largest face. Throws {@link Refusal} for none. @param which photo it is, for the message */
export function largestFace({ faces }: PhotoFaces, which: string): EmbeddedFace {
  const [largest] = faces;
  if (largest !== undefined) return largest;
  throw new Refusal('InvalidParameterException', `There are no faces in the ${which}.`);
}

/** A box as shares of its photo. */
function boundingBox(
  { xPx, yPx, widthPx, heightPx }: Box,
  photo: { readonly widthPx: number; readonly heightPx: number },
): Readonly<Record<'Left' | 'Top' | 'Width' | 'Height', number>> {
  return {
    Left: xPx / photo.widthPx,
    Top: yPx / photo.heightPx,
    Width: widthPx / photo.widthPx,
    Height: heightPx / photo.heightPx,
  };
}

/** Where a face of a photo is, and how sure the detector is, in percent. */
export function placed(
  { box, score }: { readonly box: Box; readonly score: number },
  photo: { readonly widthPx: number; readonly heightPx: number },
) {
  return { BoundingBox: boundingBox(box, photo), Confidence: 100 * score };
}

function areaOf({ widthPx, heightPx }: Box): number {
  return widthPx * heightPx;
}
