import { normalised } from '../numerics/vector.ts';

/**
 * One vector for the embeddings of one face by several networks: each scaled to unit length, then laid end to end and
 * scaled to unit length again. The cosine of two such vectors is the mean of the networks' cosines.
 * @param embeddings one per network, any lengths @returns shape [sum of lengths]
 */
export function fuseEmbeddings(embeddings: readonly Float32Array[]): Float32Array {
  const [only] = embeddings;
  if (embeddings.length === 1 && only !== undefined) return normalised(only);
  const length = embeddings.reduce((total, embedding) => total + embedding.length, 0);
  const fused = new Float32Array(length);
  let offset = 0;
  for (const embedding of embeddings) {
    fused.set(normalised(embedding), offset);
    offset += embedding.length;
  }
  return normalised(fused);
}
