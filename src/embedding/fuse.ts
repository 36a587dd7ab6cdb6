import { normalised, squaredLength } from '../numerics/vector.ts';

/**
 * One vector for the embeddings of one face by several networks: each scaled to the length sqrt(weight), then laid end to
 * end, and the whole scaled to unit length. The cosine of two such vectors is the mean of the networks' cosines, by weight.
 *
 * The part of a network that failed stays zeros, and the others fill the unit length: their weights are renormalised. An
 * inner product with a whole vector would then be too low, by the square root of the weight that is left;
 * `gallery/shared-parts.ts` makes up for that.
 * @param embeddings one per network, any lengths; zeros where a network failed. Throws `RangeError` when all with a weight are
 * @param weights one per network, from 0; all weigh the same when absent
 * @returns shape [sum of lengths]
 */
export function fuseEmbeddings(
  embeddings: readonly Float32Array[],
  weights?: readonly number[],
): Float32Array {
  const [only] = embeddings;
  if (embeddings.length === 1 && only !== undefined) return normalised(only);
  if (weights !== undefined && weights.length !== embeddings.length)
    throw new RangeError(`${embeddings.length} networks cannot have ${weights.length} weights.`);
  const length = embeddings.reduce((total, embedding) => total + embedding.length, 0);
  const fused = new Float32Array(length);
  const scales = scalesOf(weights, embeddings.length);
  let offset = 0;
  embeddings.forEach((embedding, network) => {
    const scale = scales[network] ?? 0;
    if (scale > 0 && squaredLength(embedding) !== 0) setScaled(fused, offset, normalised(embedding), scale);
    offset += embedding.length;
  });
  return normalised(fused);
}

/**
 * The fused embedding of each view, for views of one face by several networks.
 * @param byNetwork one list per network, of one length @param weights as of {@link fuseEmbeddings}
 * @returns view i of every network, fused
 */
export function fusedViews(
  byNetwork: readonly (readonly Float32Array[])[],
  weights?: readonly number[],
): Float32Array[] {
  const [first = []] = byNetwork;
  if (byNetwork.some((views) => views.length !== first.length)) {
    const counts = byNetwork.map((views) => views.length).join(', ');
    throw new RangeError(`Networks with ${counts} views cannot be fused view by view.`);
  }
  return first.map((_, view) =>
    fuseEmbeddings(
      byNetwork.map((views) => views[view] as Float32Array),
      weights,
    ),
  );
}

/** Equal weights need no scale: the whole is scaled to unit length in the end. */
function scalesOf(weights: readonly number[] | undefined, count: number): readonly number[] {
  const isEqual = weights === undefined || weights.every((weight) => weight > 0 && weight === weights[0]);
  return isEqual ? new Array<number>(count).fill(1) : weights.map(Math.sqrt);
}

function setScaled(out: Float32Array, offset: number, values: Float32Array, scale: number): void {
  for (let i = 0; i < values.length; i++) out[offset + i] = scale * (values[i] as number);
}
