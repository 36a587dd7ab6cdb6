import { describe, expect, test } from 'vitest';
import { createSession } from '../../../src/adapters/onnx/session.ts';
import { embeddingViews } from '../../../src/heads/embedding-augmentation.ts';
import type { TrainingSet } from '../../../src/heads/head.ts';
import type { TrainHeads } from '../../../src/heads/train-heads.ts';
import { trainHeadsInTurn } from '../../../src/heads/train-heads.ts';
import { trainedHead } from '../../../src/heads/trained-head.ts';
import { TRAINED_SPECS, type TrainedHeadSpec } from '../../../src/heads/trained-spec.ts';
import { predictWith } from '../../../src/heads/training/predict.ts';
import { predictionGraph } from '../../../src/heads/training/prediction-graph.ts';
import type { OpenGraph, TrainedHead, TrainingRequest } from '../../../src/heads/training/train-head.ts';
import { row } from '../../../src/numerics/matrix.ts';
import { norm } from '../../../src/numerics/vector.ts';
import { madeProbes, madeStrangers, madeTrainingSet } from '../../support/made-embeddings.ts';

const open: OpenGraph = async (graph) => await createSession(graph, { threads: 1 });
const train = trainHeadsInTurn(open);
const SET = apart(madeTrainingSet([4, 3, 1, 4]));
const FEW: TrainedHeadSpec = {
  ...TRAINED_SPECS.linear,
  recipe: { ...TRAINED_SPECS.linear.recipe, batchSize: 4, epochCount: 3 },
  folds: { kind: 'stratified', foldCount: 2, repeatCount: 2 },
  epochsWithoutFolds: 2,
};
const COSINE: TrainedHeadSpec = {
  ...FEW,
  shape: { kind: 'cosine', scale: 8, margin: { kind: 'additive-cosine', size: 0.1 } },
  scores: 'cosine',
};

/** Photos moved so far that none is held to be a copy of another. */
function apart(set: TrainingSet): TrainingSet {
  const { rows } = embeddingViews(set, { viewCount: 1, interpolation: 0, noise: 0.5 }, 1);
  return { ...set, rows };
}

/** A head that keeps what it asks to be trained, call by call, and what it was given. */
function observed(spec: TrainedHeadSpec) {
  const calls: (readonly TrainingRequest[])[] = [];
  const given: TrainedHead[] = [];
  const watched: TrainHeads = async (requests) => {
    calls.push(requests);
    const heads = await train(requests);
    given.push(...heads);
    return heads;
  };
  return { head: trainedHead('linear', spec, { train: watched, open }), calls, given };
}

async function requestsOf(spec: TrainedHeadSpec, set: TrainingSet, seed = 1): Promise<TrainingRequest[]> {
  const { head, calls } = observed(spec);
  await head.fit(set, seed);
  expect(calls).toHaveLength(1);
  return [...calls[0]];
}

describe('what a trained head asks to be trained', () => {
  test('are all heads of all folds at once, each with its own seed, judged on photos themselves', async () => {
    const views = embeddingViews(SET, { viewCount: 2, interpolation: 0, noise: 0.1 }, 1);
    const requests = await requestsOf(FEW, { ...SET, views });
    expect(requests).toHaveLength(4);
    expect(new Set(requests.map(({ recipe }) => recipe.seed)).size).toBe(4);
    for (const { training, validation, groupOf } of requests) {
      expect(Math.max(...(validation?.rows ?? []))).toBeLessThan(SET.rows.rows);
      expect([...(training.rows ?? [])].some((place) => place >= SET.rows.rows)).toBe(true);
      expect(groupOf).toEqual(Int32Array.from([...SET.identityOf.keys(), ...views.photoOf]));
      for (let n = 0; n < training.embeddings.rows; n++)
        expect(norm(row(training.embeddings, n))).toBeCloseTo(1, 5);
    }
  });

  test('follows from the seed alone', async () => {
    expect(await requestsOf(FEW, SET, 5)).toEqual(await requestsOf(FEW, SET, 5));
    expect(await requestsOf(FEW, SET, 6)).not.toEqual(await requestsOf(FEW, SET, 5));
  });

  test('takes every row in every epoch where the spec says so', async () => {
    const [request] = await requestsOf({ ...FEW, epochRows: 'all' }, SET);
    expect(request.groupOf).toBeUndefined();
  });

  test.each([
    ['without folds', { ...FEW, folds: { kind: 'none' } } as const, SET],
    ['of one photo each', FEW, madeTrainingSet([1, 1, 1])],
  ])('%s is one head on all photos for a fixed number of epochs', async (_, spec, set) => {
    const requests = await requestsOf(spec, set);
    expect(requests).toHaveLength(1);
    expect(requests[0].validation).toBeUndefined();
    expect(requests[0].training.rows).toEqual(Int32Array.from(set.identityOf.keys()));
    expect(requests[0].recipe.epochCount).toBe(2);
  });

  test('negatives have no class, strangers as a class are one more', async () => {
    const [negative] = await requestsOf(FEW, { ...SET, strangers: madeStrangers(2, 'negatives') });
    expect(negative.architecture.classCount).toBe(4);
    expect([...negative.training.labels.subarray(-4)]).toEqual([-1, -1, -1, -1]);
    const [classed] = await requestsOf(FEW, { ...SET, strangers: madeStrangers(2, 'class') });
    expect(classed.architecture.classCount).toBe(5);
    expect([...classed.training.labels.subarray(-4)]).toEqual([4, 4, 4, 4]);
  });

  test('balance gives all people the same weight in all, however many photos and views there are of them', async () => {
    const views = embeddingViews(SET, { viewCount: 3, interpolation: 0, noise: 0.1 }, 1);
    const spec = { ...FEW, isBalanced: true, folds: { kind: 'none' } } as const;
    const [alone] = await requestsOf(spec, { ...SET, views });
    [3 / 4, 3 / 3, 3 / 1, 3 / 4].forEach((weight, c) => {
      expect(alone.classWeights?.[c]).toBeCloseTo(weight, 6);
    });
    const strangers = madeStrangers(3, 'class');
    const [classed] = await requestsOf(spec, { ...SET, views, strangers });
    const share = (12 + 6) / 5;
    [4, 3, 1, 4, 6].forEach((count, c) => {
      expect(classed.classWeights?.[c]).toBeCloseTo(share / count, 6);
    });
  });
});

describe('what a trained head says', () => {
  test.each([
    ['probability', { ...FEW, scores: 'probability' }, 'probabilities', 1],
    ['logit', FEW, 'scores', 1],
    ['cosine', COSINE, 'scores', 8],
    ['probability of cosines', { ...COSINE, scores: 'probability' }, 'probabilities', 1],
    ['logit of cosines', { ...COSINE, scores: 'logit' }, 'scores', 1],
  ] as const)('%s is the mean over its fold heads', async (_, spec, output, scale) => {
    const { head, given } = observed(spec);
    await head.fit(SET, 1);
    const { values, kind } = await head.predict(madeProbes(4));
    expect(kind).toBe(spec.scores);
    const { architecture } = given[0];
    const session = await open(predictionGraph(architecture));
    const probes = madeProbes(4).rows;
    const data = probes.data.map((value, i) => value / norm(row(probes, Math.floor(i / probes.cols))));
    const due = new Array<number>(16).fill(0);
    for (const { parameters } of given) {
      const found = await predictWith({ architecture, parameters, session }, { ...probes, data }, output);
      found.data.forEach((value, i) => {
        due[i] += value / scale / given.length;
      });
    }
    await session.release();
    for (const [i, value] of due.entries()) expect(values.data[i]).toBeCloseTo(value, 5);
    if (kind === 'probability')
      expect(row(values, 0).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  });

  test('cosines of a dense layer are refused', () => {
    expect(() => trainedHead('linear', { ...FEW, scores: 'cosine' }, { train, open })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});

describe('a training that fails', () => {
  test('leaves what the head had learnt before', async () => {
    let mayTrain = true;
    const once: TrainHeads = async (requests) => {
      if (mayTrain) return await train(requests);
      throw new Error('no more');
    };
    const head = trainedHead('linear', FEW, { train: once, open });
    await head.fit(SET, 1);
    const before = await head.predict(madeProbes(4));
    mayTrain = false;
    await expect(head.fit(madeTrainingSet([2, 2]), 1)).rejects.toThrow('no more');
    expect(await head.predict(madeProbes(4))).toEqual(before);
  });

  test('in its first epoch is a fault, not a head of the weights as drawn', async () => {
    const schedule = { kind: 'constant', rate: 1e39 } as const;
    const optimiser = { kind: 'sgd', momentum: 0.9 } as const;
    const wild = { ...FEW, recipe: { ...FEW.recipe, optimiser, schedule } };
    await expect(trainedHead('linear', wild, { train, open }).fit(SET, 1)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});
