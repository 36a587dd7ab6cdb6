import { describe, expect, it } from 'vitest';
import {
  type HeadPlan,
  headRequests,
  headRows,
  type LearntPhotos,
} from '../../../../src/pipeline/recipe-stages/head-requests.ts';
import { smallRecipe } from '../../../support/made-recipe-run.ts';

const matrix = (rows: number, first: number) => ({
  data: Float32Array.from({ length: rows }, (_, n) => first + n),
  rows,
  cols: 1,
});

/** Four training photos and one that was given the label 2; two views each. */
const PHOTOS: LearntPhotos = {
  plain: matrix(5, 0),
  mirror: matrix(5, 10),
  views: [0, 1, 2, 3, 4].map((photo) => matrix(2, 100 + 10 * photo)),
  labels: Int32Array.of(0, 0, 1, 1, 2),
  trainingCount: 4,
};
const HEAD = smallRecipe().heads.small;
const PLAN: HeadPlan = {
  head: HEAD,
  epochRows: 'random-view',
  foldCount: 2,
  classCount: 3,
  divisions: [{ repeat: 7, foldOf: [0, 1, 0, 1] }],
  seed: 5,
};

describe('the rows of heads', () => {
  it('of photo and mirror are both, under one label', () => {
    const rows = headRows(PHOTOS, 'photo-and-mirror');
    expect([...rows.embeddings.data]).toEqual([0, 1, 2, 3, 4, 10, 11, 12, 13, 14]);
    expect([...rows.labels]).toEqual([0, 0, 1, 1, 2, 0, 0, 1, 1, 2]);
    expect(rows.learnt(3)).toEqual([3, 8]);
    expect(rows.groupOf).toBeUndefined();
  });

  it('of views are the views alone, in a group for each photo', () => {
    const rows = headRows(PHOTOS, 'random-view');
    const learnt = rows.learnt(3);
    expect(learnt.map((place) => rows.embeddings.data[place])).toEqual([130, 131]);
    expect(learnt.map((place) => rows.groupOf?.[place])).toEqual([3, 3]);
    expect(learnt.map((place) => rows.labels[place])).toEqual([1, 1]);
  });
});

describe('the heads of a network', () => {
  it('are one for each fold, which hold out training photos as themselves and never a labelled one', () => {
    for (const epochRows of ['random-view', 'photo-and-mirror'] as const) {
      const requests = headRequests(PHOTOS, { ...PLAN, epochRows });
      expect(requests.map(({ repeat, fold }) => [repeat, fold])).toEqual([
        [7, 0],
        [7, 1],
      ]);
      const { learnt } = headRows(PHOTOS, epochRows);
      for (const { fold, request } of requests) {
        const heldOut = [fold, fold + 2];
        expect([...(request.validation?.rows ?? [])]).toEqual(heldOut);
        const taught = [0, 1, 2, 3, 4]
          .filter((photo) => !heldOut.includes(photo))
          .flatMap((photo) => learnt(photo));
        expect([...(request.training.rows ?? [])]).toEqual(taught);
      }
    }
  });

  it('are as the recipe says, with seeds of their own', () => {
    const [one, two] = headRequests(PHOTOS, PLAN).map(({ request }) => request);
    expect(one.architecture).toEqual({
      kind: 'mlp',
      hiddenCount: 32,
      dropout: 0.25,
      dimension: 1,
      classCount: 3,
    });
    expect(one.recipe).toMatchObject({
      batchSize: 1,
      epochCount: 12,
      schedule: HEAD.schedule,
      labelSmoothing: 0,
    });
    expect(one.recipe.seed).not.toBe(two.recipe.seed);
    expect(one.training.embeddings).toBe(two.training.embeddings);
  });

  it('always learn a photo that is in no fold, and pass over a fold that holds nobody out', () => {
    const divisions = [{ repeat: 0, foldOf: [0, -1, 0, -1] }];
    const requests = headRequests(PHOTOS, { ...PLAN, divisions });
    expect(requests).toHaveLength(1);
    expect([...(requests[0].request.validation?.rows ?? [])]).toEqual([0, 2]);
  });

  it('refuse another range of first weights than there is', () => {
    const head = { ...HEAD, initialRange: 0.1 };
    expect(() => headRequests(PHOTOS, { ...PLAN, head })).toThrow(/initialRange is 0\.1/);
  });
});
