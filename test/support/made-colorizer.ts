import { buildEccv16 } from '../../src/networks/import/pytorch/architectures/eccv16.ts';
import { WeightSet, type WeightTensor } from '../../src/networks/import/weight-set.ts';
import type { OnnxModel } from '../../src/networks/onnx/model.ts';

/** Widths of the network in test/golden/colorization.py. */
export const NARROW = { blocks: [1, 2, 4, 8, 8, 8, 8], doubled: 4, colours: 13 };

/** Shapes of weights by their names. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** Values by the same formula as in test/golden/colorization.py. */
export function byFormula(name: string, dims: readonly number[]): WeightTensor {
  const seed = [...name].reduce((sum, letter, i) => sum + letter.charCodeAt(0) * (i + 1), 0);
  const length = dims.reduce((product, dim) => product * dim, 1);
  const scaled = (value: number): number => {
    if (name.endsWith('running_var')) return 1 + 0.5 * value;
    if (dims.length === 1) return 0.3 + 0.3 * value;
    return value * Math.sqrt(4 / (length / dims[0]));
  };
  return { dims, data: Float32Array.from({ length }, (_, i) => scaled(Math.sin(0.7 * i + seed))) };
}

/** Weights by formula. */
export function madeWeights(shapes: Shapes): WeightSet {
  const entries = Object.entries(shapes).map(([name, dims]) => [name, byFormula(name, dims)] as const);
  return new WeightSet(new Map(entries), 'made.pth');
}

/** The narrow network, which has taken all its weights. */
export function madeColorizer(shapes: Shapes): OnnxModel {
  const weights = madeWeights(shapes);
  const [graph] = buildEccv16([weights], NARROW);
  weights.assertAllTaken();
  return graph;
}
