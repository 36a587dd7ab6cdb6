import { QuenError } from '../core/errors.ts';
import type { DetectionOutcome } from '../core/face.ts';
import type { RgbImage } from '../core/image.ts';
import type { FaceFailure, FaceRequest, FoundFaces } from '../core/ports.ts';
import { type CascadeOptions, detectFaces } from '../detection/cascade.ts';
import type { Detector } from '../detection/detector.ts';
import type { Embedder } from '../embedding/embedder.ts';
import type { Restorer } from '../restoration/restorer.ts';
import { embedFace } from './embed-face.ts';
import { faceCrop } from './face-crop.ts';

/** How faces are found: by a detector, or taken as given because every photo is an aligned crop already. */
export type FaceFinder =
  | { readonly kind: 'detect'; readonly detector: Detector; readonly cascade: CascadeOptions }
  | { readonly kind: 'aligned' };

/**
 * Detects, aligns, restores where there is a restorer, and embeds the faces of one image, one face and one network at a time. A
 * network that fails on a face is recorded; the others go on.
 */
export async function extractFaces(
  request: FaceRequest,
  finder: FaceFinder,
  embedders: readonly Embedder[],
  restorer?: Restorer,
): Promise<FoundFaces> {
  const { image } = request;
  const outcome = request.known ?? (await findFaces(image, finder));
  if (outcome.kind === 'no-face') return { outcome, embeddings: [] };
  const embeddings: Float32Array[][] = [];
  const failures: FaceFailure[] = [];
  for (const [index, face] of outcome.faces.entries()) {
    const ofFace: Float32Array[] = [];
    for (const place of request.networks) {
      const embedder = embedders[place] as Embedder;
      const placed = outcome.rung === 'given' ? { image } : { image, landmarks: face.landmarks };
      const { embedding, failure } = await embedFace(
        embedder,
        await faceCrop(placed, embedder.template, restorer),
      );
      ofFace.push(embedding);
      if (failure !== undefined) failures.push({ ...failure, face: index, place });
    }
    embeddings.push(ofFace);
  }
  return { outcome, embeddings, ...(failures.length > 0 && { failures }) };
}

const ALIGNED_SIDE_PX = 112;

async function findFaces(image: RgbImage, finder: FaceFinder): Promise<DetectionOutcome> {
  if (finder.kind === 'detect') return await detectFaces(finder.detector, image, finder.cascade);
  const { widthPx, heightPx } = image;
  if (widthPx !== ALIGNED_SIDE_PX || heightPx !== ALIGNED_SIDE_PX) {
    throw new QuenError(
      'DIMENSION_MISMATCH',
      `An aligned photo has 112x112 pixels; this one has ${widthPx}x${heightPx}. Leave out --aligned to have faces found.`,
    );
  }
  const box = { xPx: 0, yPx: 0, widthPx, heightPx };
  return { kind: 'found', rung: 'given', faces: [{ box, landmarks: new Float32Array(10), score: 1 }] };
}
