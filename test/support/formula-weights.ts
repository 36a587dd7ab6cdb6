import { WeightSet, type WeightTensor } from '../../src/networks/import/weight-set.ts';

/** Numbers between -1 and 1 that depend on the name alone; test/golden/detector-architectures.py makes the same. */
export function formulaNoise(name: string, count: number): Float64Array {
  let seed = 0;
  for (let place = 0; place < name.length; place++) seed += (place + 1) * name.charCodeAt(place);
  return Float64Array.from({ length: count }, (_, i) => {
    const wild = Math.abs(Math.sin((i + 1) * 12.9898 + (seed % 1000)) * 43758.5453);
    return 2 * (wild - Math.floor(wild)) - 1;
  });
}

/** Weights by their names and shapes, of sizes that keep signals alive through many layers. */
export function formulaWeights(shapes: Readonly<Record<string, readonly number[]>>): WeightSet {
  const weights = Object.entries(shapes).map(([name, dims]): [string, WeightTensor] => [
    name,
    { dims, data: Float32Array.from(madeValues(name, dims)) },
  ]);
  return new WeightSet(new Map(weights), 'made weights');
}

function madeValues(name: string, dims: readonly number[]): Float64Array {
  const noise = formulaNoise(name, product(dims));
  if (name.endsWith('running_var')) return noise.map((value) => 1 + 0.5 * value);
  if (/(running_mean|bias)$/.test(name)) return noise.map((value) => 0.1 * value);
  if (dims.length === 1) return noise.map((value) => 1 + 0.3 * value);
  const reach = Math.sqrt(6 / product(dims.slice(1)));
  return noise.map((value) => value * reach);
}

function product(dims: readonly number[]): number {
  return dims.reduce((result, dim) => result * dim, 1);
}
