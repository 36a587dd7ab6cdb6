import { expect, test } from 'vitest';
import { trainingKeys } from '../../../../src/adapters/head-cache/training-keys.ts';
import type { LabelledEmbeddings } from '../../../../src/heads/training/labelled-embeddings.ts';
import type { TrainingRequest } from '../../../../src/heads/training/train-head.ts';
import { foldRequests } from '../../../support/training-requests.ts';

const [request] = foldRequests(1) as [TrainingRequest];
const keyOf = (of: TrainingRequest): string | undefined => trainingKeys([of])[0];

/** The same with the last bit of one number changed. */
function nudged(labelled: LabelledEmbeddings): LabelledEmbeddings {
  const data = labelled.embeddings.data.slice();
  new Int32Array(data.buffer)[17] ^= 1;
  return { ...labelled, embeddings: { ...labelled.embeddings, data } };
}

test('equal requests have one key, and keys stand in the order of the requests', () => {
  const [again, second] = foldRequests(3) as [TrainingRequest, TrainingRequest, TrainingRequest];
  expect(keyOf(structuredClone(request))).toBe(keyOf(request));
  expect(trainingKeys([second, again])).toEqual([keyOf(second), keyOf(again)]);
  expect(keyOf(second)).toMatch(/^[0-9a-f]{64}$/);
});

const { training, recipe, architecture } = request;
const { validation: _, ...unjudged } = request;
const { groupOf: __, ...ungrouped } = request;
const { classWeights: ___, ...unweighted } = request;
const changes: [string, TrainingRequest][] = [
  ['one bit of the embeddings', { ...request, training: nudged(training) }],
  ['one bit of the embeddings judged', { ...request, validation: nudged(request.validation ?? training) }],
  ['a label', { ...request, training: { ...training, labels: training.labels.toReversed() } }],
  ['the rows', { ...request, training: { ...training, rows: Int32Array.of(1, 2, 3) } }],
  ['all rows', { ...request, training: { embeddings: training.embeddings, labels: training.labels } }],
  ['no validation', unjudged],
  ['no groups', ungrouped],
  ['no class weights', unweighted],
  ['the weight of nobody', { ...request, nobodyWeight: 0.5 }],
  ['the seed', { ...request, recipe: { ...recipe, seed: 6 } }],
  ['the patience', { ...request, recipe: { ...recipe, patience: 3 } }],
  ['the optimiser', { ...request, recipe: { ...recipe, optimiser: { kind: 'sgd', momentum: 0.9 } } }],
  ['the dropout', { ...request, architecture: { ...architecture, dropout: 0.5 } as never }],
];

test.each(changes)('%s changes the key', (_name, changed) => {
  expect(keyOf(changed)).not.toBe(keyOf(request));
});
