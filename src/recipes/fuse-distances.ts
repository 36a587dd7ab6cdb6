import { QuenError } from '../core/errors.ts';

/**
 * Weighted mean of the distances that several networks give each photo.
 * @param weights by network, 1 in all @param distances squared Euclidean to the nearest training photo, by network, each shape [P]
 * @returns shape [P]. Throws `DIMENSION_MISMATCH` where a network's distances are missing or of another length
 */
export function fuseDistances(
  weights: Readonly<Record<string, number>>,
  distances: ReadonlyMap<string, Float64Array>,
): Float64Array {
  let fused: Float64Array | undefined;
  for (const [network, weight] of Object.entries(weights)) {
    const given = distances.get(network);
    fused ??= new Float64Array(given?.length ?? 0);
    if (given?.length !== fused.length) throw mismatch(network, given, fused.length);
    for (let i = 0; i < given.length; i++) fused[i] = (fused[i] as number) + weight * (given[i] as number);
  }
  return fused ?? new Float64Array(0);
}

function mismatch(network: string, given: Float64Array | undefined, count: number): QuenError {
  const problem = given === undefined ? 'are missing' : `are of ${given.length} photos, others of ${count}`;
  return new QuenError(
    'DIMENSION_MISMATCH',
    `The distances of ${network} ${problem}. Measure all photos with all networks.`,
  );
}
