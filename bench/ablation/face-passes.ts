import type { OpenExtraction } from '../../dist/toolkit/open-extraction.js';
import type { ExtractedPhoto, FaceInPhoto } from '../../src/core/photo.ts';
import { primaryFace } from '../../src/detection/primary-face.ts';
import { fusedViews } from '../../src/embedding/fuse.ts';
import { extractViews } from '../../src/pipeline/extract-views.ts';

/** Decides the augmented views; `quen train --views` takes the same ones by default. */
export const VIEW_SEED = 1;

/** The face that counts in a photo, embedded in single passes, networks fused, shape [D] each. */
export interface FacePasses {
  readonly crop: Float32Array;
  readonly mirror: Float32Array;
}

/** The passes of each photo's face, in order; undefined without a face. What was made before comes from the cache. */
export async function facePasses(
  photos: readonly ExtractedPhoto[],
  { ports }: Pick<OpenExtraction, 'ports'>,
): Promise<(FacePasses | undefined)[]> {
  const faces = photos.map(({ photo, sha256, extraction }): FaceInPhoto | undefined =>
    extraction.kind === 'faces'
      ? { photo, sha256, face: primaryFace(extraction.faces, extraction) }
      : undefined,
  );
  const present = faces.filter((face) => face !== undefined);
  const run = await extractViews(present, { viewCount: 0, seed: VIEW_SEED }, ports);
  const made = run.photos.values();
  return faces.map((face) => {
    const found = face && made.next().value;
    if (found?.kind !== 'embedded') return undefined;
    const [crop, mirror] = fusedViews(found.networks.map((each) => [each.plain, each.mirror]));
    return crop && mirror && { crop, mirror };
  });
}
