import { expect, test } from 'vitest';
import type { HeadArchitecture } from '../../../../src/heads/training/architecture.ts';
import { ADAM, type StepRecipe } from '../../../../src/heads/training/recipe.ts';
import { stateTensors } from '../../../../src/heads/training/state-tensors.ts';
import { TrainingMemory } from '../../../../src/heads/training/training-memory.ts';
import { stepScalars } from '../../../../src/heads/training/update-kernel.ts';
import { seededRandom } from '../../../../src/numerics/random.ts';

// No array's length is a multiple of four, so that each ends within a vector.
const LINEAR: HeadArchitecture = { kind: 'linear', dimension: 3, classCount: 5 };
const RECIPE: StepRecipe = { optimiser: ADAM, labelSmoothing: 0 };

function madeState(recipe: StepRecipe): Record<string, Float32Array> {
  const random = seededRandom(4);
  const arrays = stateTensors(LINEAR, recipe.optimiser).map(({ name, dims }) => [
    name,
    Float32Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, () => random()),
  ]);
  return Object.fromEntries(arrays);
}

test('what is loaded can be read as weights and copied out again', () => {
  const memory = new TrainingMemory(LINEAR, RECIPE);
  const state = madeState(RECIPE);
  memory.load(state);
  expect(memory.weights.bias).toEqual({ data: state.bias, dims: [5] });
  expect(memory.copy()).toEqual(state);
});

test('a copy stays as it was when the weights move on, and can be loaded again', () => {
  const memory = new TrainingMemory(LINEAR, RECIPE);
  memory.load(madeState(RECIPE));
  memory.gradients.weight_gradient.data.fill(1);
  memory.update(stepScalars(RECIPE, 1, 0.1));
  const before = memory.copy();
  const kept = structuredClone(before);
  memory.update(stepScalars(RECIPE, 2, 0.1));
  const after = structuredClone(memory.copy());
  expect(before).toEqual(kept);
  expect(after).not.toEqual(kept);
  memory.load(before);
  memory.update(stepScalars(RECIPE, 2, 0.1));
  expect(memory.copy()).toEqual(after);
});

const recipes: [string, StepRecipe][] = [
  ['Adam', RECIPE],
  ['Adam with an L2 penalty', { ...RECIPE, weightDecay: { kind: 'l2', rate: 0.1 } }],
  ['AdamW', { ...RECIPE, weightDecay: { kind: 'decoupled', rate: 0.1 } }],
  ['SGD', { optimiser: { kind: 'sgd', momentum: 0.9 }, labelSmoothing: 0 }],
];

test.each(recipes)('steps of %s move a single weight as its definition does', (_, recipe) => {
  const memory = new TrainingMemory(LINEAR, recipe);
  const start = madeState(recipe);
  for (const [name, values] of Object.entries(start)) if (/_(momentum|square)$/.test(name)) values.fill(0);
  memory.load(start);
  const gradients = [0.3, -0.2, 0.7];
  for (const [place, gradient] of gradients.entries()) {
    memory.gradients.weight_gradient.data.fill(gradient);
    memory.update(stepScalars(recipe, place + 1, 0.05));
  }
  const last = start.weight.length - 1;
  expect(memory.weights.weight.data[last]).toBeCloseTo(moved(start.weight[last], gradients, recipe), 6);
});

/** As the papers write it, with a learning rate of 0.05. */
function moved(start: number, gradients: readonly number[], { optimiser, weightDecay }: StepRecipe): number {
  let [weight, mean, square] = [start, 0, 0];
  for (const [place, plain] of gradients.entries()) {
    const t = place + 1;
    const gradient = weightDecay?.kind === 'l2' ? plain + weightDecay.rate * weight : plain;
    if (weightDecay?.kind === 'decoupled') weight -= 0.05 * weightDecay.rate * weight;
    if (optimiser.kind === 'sgd') {
      mean = optimiser.momentum * mean + gradient;
      weight -= 0.05 * mean;
      continue;
    }
    const { beta1, beta2, epsilon } = optimiser;
    mean = beta1 * mean + (1 - beta1) * gradient;
    square = beta2 * square + (1 - beta2) * gradient ** 2;
    const corrected = mean / (1 - beta1 ** t);
    weight -= (0.05 * corrected) / (Math.sqrt(square / (1 - beta2 ** t)) + epsilon);
  }
  return weight;
}
