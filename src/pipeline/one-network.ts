import type { EmbeddedFace, ExtractedPhoto } from '../core/photo.ts';
import { squaredLength } from '../numerics/vector.ts';

/** The same photo as if only one network had been asked; one that failed on it makes the photo a failed one. */
export function withNetworkAlone(photo: ExtractedPhoto, place: number): ExtractedPhoto {
  const { extraction } = photo;
  if (extraction.kind !== 'faces') return photo;
  const lost = extraction.faces.find(
    ({ embeddings }) => squaredLength(embeddings[place] as Float32Array) === 0,
  );
  if (lost !== undefined) return { ...photo, extraction: failedBy(lost) };
  const faces = extraction.faces.map(
    ({ failures: _, ...face }): EmbeddedFace => ({
      ...face,
      embeddings: face.embeddings.slice(place, place + 1),
    }),
  );
  return { ...photo, extraction: { ...extraction, faces } };
}

function failedBy({ failures = [] }: EmbeddedFace): ExtractedPhoto['extraction'] {
  const names = failures.map(({ network }) => network).join(' and ');
  return { kind: 'failed', code: 'NETWORK_UNRUNNABLE', reason: `${names} failed on a face of it.` };
}
