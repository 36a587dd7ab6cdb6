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

/**
 * The fused embedding of each view, for views of one face by several networks.
 * @param byNetwork one list per network, of one length @returns view i of every network, fused
 */
export function fusedViews(byNetwork: readonly (readonly Float32Array[])[]): Float32Array[] {
  const [first = []] = byNetwork;
  if (byNetwork.some((views) => views.length !== first.length)) {
    const counts = byNetwork.map((views) => views.length).join(', ');
    throw new RangeError(`Networks with ${counts} views cannot be fused view by view.`);
  }
  return first.map((_, view) => fuseEmbeddings(byNetwork.map((views) => views[view] as Float32Array)));
}
