import { expect, test } from 'vitest';
import { createSession } from '../../../src/adapters/onnx/session.ts';
import { createHead, HEAD_NAMES, type HeadName } from '../../../src/heads/create-head.ts';
import { trainHeadsInTurn } from '../../../src/heads/train-heads.ts';
import { isTrainedHead, TRAINED_SPECS } from '../../../src/heads/trained-spec.ts';
import { aivivnRecipe } from '../../../src/recipes/aivivn.ts';
import { madeTrainingSet } from '../../support/made-embeddings.ts';

const open = (graph: Uint8Array) => createSession(graph, { threads: 1 });
const tools = { open, train: trainHeadsInTurn(open) };
const { linear } = TRAINED_SPECS;

test.each(HEAD_NAMES)('%s is not fitted at first', (name) => {
  expect(() => createHead(name, tools).snapshot()).toThrow(
    expect.objectContaining({ code: 'HEAD_NOT_FITTED' }),
  );
});

test('changes to a spec take its place, and the rest stays', async () => {
  const recipe = { ...linear.recipe, epochCount: 1 };
  const head = createHead('linear', tools, { recipe, scores: 'probability' });
  expect(head.scoreKind).toBe('probability');
  await head.fit(madeTrainingSet([3, 3]), 1);
  expect(head.snapshot()).toMatchObject({ head: 'linear', scoreKind: 'probability', columnCount: 2 });
});

test.each(HEAD_NAMES.filter((name) => !isTrainedHead(name)))('%s takes no changes to a training', (name) => {
  expect(() => createHead(name, tools, { isBalanced: true })).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID' }),
  );
});

/** Which head of the recipe each is, and what the recipe's networks with it take in an epoch. */
const OF_RECIPE = [
  ['method-mlp', 'wide', 'one-of-each-photo'],
  ['method-mlp-narrow', 'narrow', 'all'],
  ['method-mlp-narrow-slow', 'narrow-slow', 'all'],
] as const satisfies (readonly [HeadName, string, string])[];

test.each(OF_RECIPE)('%s is the head %s of the recipe of the method', (name, ofRecipe, epochRows) => {
  const { shape, recipe, folds, ...spec } = TRAINED_SPECS[name];
  const { optimiser, initialRange, hiddenCount, dropout, ...due } = aivivnRecipe.heads[ofRecipe];
  expect(shape).toEqual({ kind: 'mlp', hiddenCount, dropout });
  expect(optimiser).toBe(recipe.optimiser.kind);
  expect({ kind: 'mlp', ...recipe, optimiser: undefined, labelSmoothing: undefined }).toEqual(due);
  expect(recipe.labelSmoothing).toBe(0);
  const { foldCount, repeatsPerNetwork, isStratified } = aivivnRecipe.folds;
  expect(folds).toEqual({ kind: 'plain', foldCount, repeatCount: repeatsPerNetwork });
  expect(isStratified).toBe(false);
  expect(spec).toMatchObject({ scores: 'probability', isBalanced: false, epochRows });
  const taken = aivivnRecipe.networks
    .filter(({ head }) => head === ofRecipe)
    .map((network) => network.epochRows);
  const word = epochRows === 'all' ? 'photo-and-mirror' : 'random-view';
  expect(new Set(taken)).toEqual(new Set([word]));
  expect(initialRange).toBe(0.05);
});
