import type { ExtractedPhoto, Extraction } from '../../src/core/photo.ts';

const box = { xPx: 40, yPx: 40, widthPx: 20, heightPx: 20 };

/** A photo with one face in the middle, of one network; without a face where no values are given. Its hash is its name. */
export function madeExtraction(name: string, ...values: number[]): ExtractedPhoto {
  const size = { widthPx: 100, heightPx: 100 };
  const face = {
    ...{ box, landmarks: new Float32Array(10), score: 0.9 },
    embeddings: [Float32Array.from(values)],
  };
  const extraction: Extraction =
    values.length === 0
      ? { kind: 'no-face', ...size }
      : { kind: 'faces', ...size, rung: 'normal', faces: [face] };
  return { photo: { path: `/x/${name}`, name }, sha256: name, extraction };
}

/** A photo whose face has a given cosine with (1, 0) in two dimensions. */
export function madeAtCosine(name: string, cosine: number): ExtractedPhoto {
  return madeExtraction(name, cosine, Math.sqrt(1 - cosine ** 2));
}
