import { QuenError } from '../../core/errors.ts';
import type { Box } from '../../core/face.ts';
import type { ServicePorts } from './service-ports.ts';

/** The faces of a photo, best detection first. */
export interface DetectedPhoto {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly faces: { readonly box: Box; readonly detectionScore: number }[];
}

/** Finds the faces of a photo. Throws the photo's own fault, `PHOTO_*`, and `SERVICE_BUSY`. */
export async function detectPhoto(ports: ServicePorts, bytes: Uint8Array): Promise<DetectedPhoto> {
  const { extraction } = await ports.extract(bytes);
  if (extraction.kind === 'failed') throw new QuenError(extraction.code, extraction.reason);
  const { widthPx, heightPx } = extraction;
  const faces = extraction.kind === 'faces' ? extraction.faces : [];
  return { widthPx, heightPx, faces: faces.map(({ box, score }) => ({ box, detectionScore: score })) };
}
