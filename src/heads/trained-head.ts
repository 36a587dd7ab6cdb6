import type { GraphSession } from '../core/tensor.ts';
import type { Matrix } from '../numerics/matrix.ts';
import { unitRows } from './classed-rows.ts';
import { assertPredictable, assertTrainable, type Head, notFitted, type TrainingSet } from './head.ts';
import { foldRows, type LearningRows, learningRows } from './learning-rows.ts';
import type { HeadSnapshot } from './snapshot.ts';
import type { TrainHeads } from './train-heads.ts';
import { foldHeadsOf, snapshotOf, type TrainedFolds } from './trained-snapshot.ts';
import type { TrainedHeadSpec } from './trained-spec.ts';
import type { HeadArchitecture } from './training/architecture.ts';
import { predictWith } from './training/predict.ts';
import { predictionGraph } from './training/prediction-graph.ts';
import type { OpenGraph, TrainingRequest } from './training/train-head.ts';

/** What a trained head needs from outside. */
export interface TrainedHeadTools {
  readonly train: TrainHeads;
  readonly open: OpenGraph;
}

/**
 * A head that is trained step by step: one network a fold, whose scores are averaged. Photos and their views of unit
 * length go in; an epoch takes each photo once, as itself or as one of its views. Photos held out of a fold say when its
 * training stops; where none can be held out, one network is trained for a fixed number of epochs.
 * @param name one of `TRAINED_SPECS` @param restored what an earlier one learnt
 */
export function trainedHead(
  name: string,
  spec: TrainedHeadSpec,
  { train, open }: TrainedHeadTools,
  restored?: HeadSnapshot,
): Head {
  let learnt = restored && { snapshot: restored, folds: foldHeadsOf(restored) };
  let session: Promise<GraphSession> | undefined;
  return {
    name,
    scoreKind: spec.scores,
    strangerRoles: ['negatives', 'class'],
    async fit(set, seed) {
      assertTrainable(set, { name, strangerRoles: ['negatives', 'class'] });
      const folds = await trainFolds({ set, spec, seed }, train);
      await (await session)?.release();
      session = undefined;
      learnt = { snapshot: snapshotOf(folds, { head: name, scoreKind: spec.scores, set }), folds };
    },
    async predict(probes) {
      if (learnt === undefined) throw notFitted(name);
      assertPredictable(probes, learnt.snapshot);
      session ??= open(predictionGraph(learnt.folds.architecture));
      const values = await meanScores(learnt.folds, await session, unitRows(probes.rows));
      return { kind: spec.scores, values };
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
        groupOf,
        ...(validation && { validation: { embeddings, labels, rows: validation } }),
        ...(spec.isBalanced && { classWeights: balancedWeights(rows, training) }),
      };
    },
  );
  const trained = await train(requests);
  return { architecture, scores: spec.scores, heads: trained.map(({ parameters }) => parameters) };
}

/** Weights that bring every class to the same sum, with a mean of 1 over its photos. */
function balancedWeights(
  { labels, photoCount, classCount }: LearningRows,
  training: Int32Array,
): Float32Array {
  const counts = new Float32Array(classCount);
  for (const place of training) {
    const label = labels[place] ?? -1;
    const isCounted = place < photoCount || label === classCount - 1;
    if (isCounted && label >= 0) counts[label] = (counts[label] ?? 0) + 1;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count === 0 ? 0 : total / (classCount * count)));
}

async function meanScores(
  { architecture, scores, heads }: TrainedFolds,
  session: GraphSession,
  probes: Matrix,
): Promise<Matrix> {
  const cols = architecture.classCount;
  const data = new Float32Array(probes.rows * cols);
  const output = scores === 'probability' ? 'probabilities' : 'scores';
  const scale = architecture.kind === 'cosine' ? architecture.scale : 1;
  for (const parameters of heads) {
    const ofHead = await predictWith({ architecture, parameters, session }, probes, output);
    ofHead.data.forEach((value, i) => {
      data[i] = (data[i] ?? 0) + value / (scale * heads.length);
    });
  }
  return { data, rows: probes.rows, cols };
}
