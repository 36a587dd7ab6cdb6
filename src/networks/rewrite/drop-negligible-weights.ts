import { floatInitializer, floatsOf, type OnnxInitializer } from '../onnx/initializer.ts';
import type { OnnxModel } from '../onnx/model.ts';

/**
 * Weights below this share of the largest of their tensor become zero. Float32 keeps 24 bits, so that a sum over a
 * filter does not hold what is so much smaller; a filter that is as small throughout is rounded away by what its
 * results are added to.
 */
const NEGLIGIBLE_SHARE = 2 ** -40;

/**
 * Sets weights that cannot matter to zero. Training with weight decay drives unused filters to 1e-30 and below; what
 * they make of activations is subnormal, and processors are known to take a hundred times as long over subnormal
 * numbers.
 */
export function dropNegligibleWeights(model: OnnxModel): OnnxModel {
  const initializers = model.initializers.map(withoutNegligible);
  const isChanged = initializers.some((weight, place) => weight !== model.initializers[place]);
  return isChanged ? { ...model, initializers } : model;
}

function withoutNegligible(weight: OnnxInitializer): OnnxInitializer {
  const floats = floatsOf(weight);
  if (floats === undefined) return weight;
  const { dims, values } = floats;
  const least = NEGLIGIBLE_SHARE * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isNegligible = (value: number): boolean => value !== 0 && Math.abs(value) < least;
  if (!values.some(isNegligible)) return weight;
  return floatInitializer(
    weight.name,
    dims,
    values.map((value) => (isNegligible(value) ? 0 : value)),
  );
}
