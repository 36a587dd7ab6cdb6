import { createSession } from '../../src/adapters/onnx/session.ts';
import { createHead, HEAD_NAMES } from '../../src/heads/create-head.ts';
import { ldaHead } from '../../src/heads/lda.ts';
import { nearestClassMeanHead } from '../../src/heads/nearest-class-mean.ts';
import { nearestNeighboursHead } from '../../src/heads/nearest-neighbours.ts';
import { pldaHead } from '../../src/heads/plda.ts';
import { trainHeadsInTurn } from '../../src/heads/train-heads.ts';
import { isTrainedHead, TRAINED_SPECS, type TrainedHeadSpec } from '../../src/heads/trained-spec.ts';
import { describeHead, describeSymmetry } from './head.contract.ts';

const CLOSED_FORM = {
  'class-mean': () => nearestClassMeanHead(),
  lda: () => ldaHead(),
  'lda, log-likelihood': () => ldaHead({ score: 'log-likelihood' }),
  plda: () => pldaHead(),
  'nearest-neighbour': () => nearestNeighboursHead(1),
  '5-nearest-neighbours': () => nearestNeighboursHead(5),
};

for (const [name, make] of Object.entries(CLOSED_FORM)) {
  describeHead(name, make);
  describeSymmetry(name, make);
}

const open = (graph: Uint8Array) => createSession(graph, { threads: 1 });
const tools = { open, train: trainHeadsInTurn(open) };

/** The heads as they are, but for few epochs, small batches, and balance: the sets have a dozen photos, or 500 of one. */
for (const name of HEAD_NAMES.filter(isTrainedHead)) {
  const { shape, recipe }: TrainedHeadSpec = TRAINED_SPECS[name];
  const small: Partial<TrainedHeadSpec> = {
    ...(shape.kind === 'mlp' && { shape: { kind: 'mlp', hiddenCount: 32, dropout: 0.25 } }),
    recipe: { ...recipe, batchSize: 8, epochCount: 40, schedule: { kind: 'constant', rate: 0.02 } },
    // Plain folds of so few photos leave people out of most of them.
    folds: { kind: 'stratified', foldCount: 3, repeatCount: 1 },
    isBalanced: true,
  };
  describeHead(name, () => createHead(name, tools, small));
}
