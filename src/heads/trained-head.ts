import { QuenError } from '../core/errors.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { unitRows } from './classed-rows.ts';
import { assertPredictable, assertTrainable, type Head, notFitted, type TrainingSet } from './head.ts';
import { foldRows, type LearningRows, learningRows } from './learning-rows.ts';
import type { HeadSnapshot } from './snapshot.ts';
import type { TrainHeads } from './train-heads.ts';
import { foldHeadsOf, isScoredAs, snapshotOf, type TrainedFolds } from './trained-snapshot.ts';
import type { TrainedHeadSpec } from './trained-spec.ts';
import type { HeadArchitecture } from './training/architecture.ts';
import { NOBODY } from './training/labelled-embeddings.ts';
import { predictWith } from './training/predict.ts';
import { predictionGraph } from './training/prediction-graph.ts';
import type { OpenGraph, TrainedHead, TrainingRequest } from './training/train-head.ts';

/** What a trained head needs from outside. */
export interface TrainedHeadTools {
  readonly train: TrainHeads;
  readonly open: OpenGraph;
}

/**
 * A head that is trained step by step: one network a fold, whose scores are averaged. Photos and their views of unit
 * length go in; an epoch takes each photo once, as itself or as one of its views. Photos held out of a fold say when its
 * training stops; where none can be held out, as of people with one photo each, one network is trained for a fixed number
 * of epochs. Throws `CONFIG_INVALID` for cosines of an architecture that has none.
 * @param name one of `TRAINED_SPECS` @param restored what an earlier one learnt
 */
export function trainedHead(
  name: string,
  spec: TrainedHeadSpec,
  { train, open }: TrainedHeadTools,
  restored?: HeadSnapshot,
): Head {
  if (!isScoredAs(spec.shape, spec.scores))
    throw new QuenError(
      'CONFIG_INVALID',
      `The head '${name}' has no ${spec.scores} scores. Take its probabilities or logits.`,
    );
  const strangerRoles = ['negatives', 'class'] as const;
  let learnt = restored && { snapshot: restored, folds: foldHeadsOf(restored) };
  return {
    name,
    scoreKind: spec.scores,
    strangerRoles,
    async fit(set, seed) {
      assertTrainable(set, { name, strangerRoles });
      const folds = await trainFolds({ set, spec, seed }, train);
      learnt = { snapshot: snapshotOf(folds, { head: name, scoreKind: spec.scores, set }), folds };
    },
    async predict(probes) {
      if (learnt === undefined) throw notFitted(name);
      assertPredictable(probes, learnt.snapshot);
      return { kind: spec.scores, values: await meanScores(learnt.folds, open, unitRows(probes.rows)) };
    },
    snapshot() {
      if (learnt === undefined) throw notFitted(name);
      return learnt.snapshot;
    },
  };
}

interface Fit {
  readonly set: TrainingSet;
  readonly spec: TrainedHeadSpec;
  readonly seed: number;
}

async function trainFolds({ set, spec, seed }: Fit, train: TrainHeads): Promise<TrainedFolds> {
  const rows = learningRows(set, spec, seed);
  const { embeddings, labels, groupOf, classCount } = rows;
  const architecture: HeadArchitecture = { ...spec.shape, dimension: embeddings.cols, classCount };
  const requests = foldRows(rows, spec.folds, seed).map(
    ({ training, validation }, place): TrainingRequest => {
      const epochCount = validation === undefined ? spec.epochsWithoutFolds : spec.recipe.epochCount;
      return {
        architecture,
        recipe: { ...spec.recipe, epochCount, seed: Math.imul(seed, 7919) + place },
        training: { embeddings, labels, rows: training },
        ...(spec.epochRows === 'one-of-each-photo' && { groupOf }),
        ...(validation && { validation: { embeddings, labels, rows: validation } }),
        ...(spec.isBalanced && { classWeights: balancedWeights(rows, training) }),
      };
    },
  );
  const trained = await train(requests);
  for (const head of trained) assertLearnt(head);
  return { architecture, scores: spec.scores, heads: trained.map(({ parameters }) => parameters) };
}

/** A loss that is no number in the first epoch leaves the weights as they were drawn. */
function assertLearnt({ epochs, stoppedBy }: TrainedHead): void {
  if (stoppedBy !== 'divergence' || epochs.length > 0) return;
  throw new QuenError(
    'CONFIG_INVALID',
    'The training of a head went beyond all numbers in its first epoch. Lower the learning rate of its schedule.',
  );
}

/** Weights that bring every class that is learnt to the same sum over its photos, 1 in the mean over all photos. */
function balancedWeights({ labels, groupOf, classCount }: LearningRows, training: Int32Array): Float32Array {
  const counts = new Float32Array(classCount);
  const isCounted = new Uint8Array(labels.length);
  for (const place of training) {
    const [label, group] = [labels[place] ?? NOBODY, groupOf[place] ?? 0];
    if (label === NOBODY || isCounted[group]) continue;
    isCounted[group] = 1;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  const learntCount = counts.filter((count) => count > 0).length;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count === 0 ? 0 : total / (learntCount * count)));
}

async function meanScores(
  { architecture, scores, heads }: TrainedFolds,
  open: OpenGraph,
  probes: Matrix,
): Promise<Matrix> {
  const cols = architecture.classCount;
  const data = new Float32Array(probes.rows * cols);
  const output = scores === 'probability' ? 'probabilities' : 'scores';
  // What softmax is taken of in a cosine head are scaled cosines.
  const scale = architecture.kind === 'cosine' && scores === 'cosine' ? architecture.scale : 1;
  const session = await open(predictionGraph(architecture));
  try {
    for (const parameters of heads) {
      const ofHead = await predictWith({ architecture, parameters, session }, probes, output);
      ofHead.data.forEach((value, i) => {
        data[i] = (data[i] ?? 0) + value / (scale * heads.length);
      });
    }
  } finally {
    await session.release();
  }
  return { data, rows: probes.rows, cols };
}
