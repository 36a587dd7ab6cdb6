import { describe, expect, test } from 'vitest';
import { embeddingViews } from '../../../src/heads/embedding-augmentation.ts';
import { foldRows, learningRows } from '../../../src/heads/learning-rows.ts';
import { TRAINED_SPECS } from '../../../src/heads/trained-spec.ts';
import { madeStrangers, madeTrainingSet } from '../../support/made-embeddings.ts';

const SPEC = TRAINED_SPECS.linear;
const PLAIN = { kind: 'plain', foldCount: 3, repeatCount: 2 } as const;

function rowsOf(photoCounts: readonly number[], role: 'negatives' | 'class') {
  const set = madeTrainingSet(photoCounts);
  const views = embeddingViews(set, { viewCount: 2, interpolation: 0, noise: 1 }, 1);
  return learningRows({ ...set, views, strangers: madeStrangers(2, role) }, SPEC, 1);
}

describe('the rows a head learns from', () => {
  test('are photos, then views under the label and group of their photo, then strangers', () => {
    const { labels, groupOf, photoCount, classCount } = rowsOf([2, 1], 'negatives');
    expect(photoCount).toBe(3);
    expect(classCount).toBe(2);
    expect([...labels]).toEqual([0, 0, 1, 0, 0, 0, 0, 1, 1, -1, -1, -1, -1]);
    expect([...groupOf]).toEqual([0, 1, 2, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6]);
  });

  test('strangers as a class are one more label', () => {
    const { labels, classCount } = rowsOf([2, 1], 'class');
    expect(classCount).toBe(3);
    expect([...labels.subarray(-4)]).toEqual([2, 2, 2, 2]);
  });

  test('no fold learns from a photo it is judged on, or from a view of it, and strangers are in every fold', () => {
    const rows = rowsOf([4, 3, 5], 'negatives');
    const folds = foldRows(rows, PLAIN, 4);
    expect(folds).toHaveLength(6);
    for (const { training, validation } of folds) {
      const judged = new Set(validation);
      expect([...training].filter((place) => judged.has(rows.groupOf[place] ?? -1))).toEqual([]);
      expect([...training].filter((place) => rows.labels[place] === -1)).toHaveLength(4);
      // Each photo that is learnt brings its two views.
      expect(training.length).toBe(3 * (rows.photoCount - judged.size) + 4);
    }
  });

  test('no fold learns from a view that lies towards a photo it is judged on', () => {
    const augmentation = { viewCount: 4, interpolation: 1, noise: 0 };
    const rows = learningRows(madeTrainingSet([4, 3, 5]), { ...SPEC, augmentation }, 1);
    for (const { training, validation } of foldRows(rows, PLAIN, 4)) {
      const judged = new Set(validation);
      const told = [...training].filter((place) => judged.has(rows.otherPhotoOf[place] ?? -1));
      expect(told).toEqual([]);
      expect(training.length).toBeGreaterThan(rows.photoCount - judged.size);
    }
  });

  test('people with one photo are learnt and judged in every stratified fold', () => {
    const rows = learningRows(madeTrainingSet([4, 1, 4]), SPEC, 1);
    const folds = foldRows(rows, { kind: 'stratified', foldCount: 3, repeatCount: 2 }, 4);
    expect(folds).toHaveLength(6);
    for (const { training, validation } of folds) {
      expect(training).toContain(4);
      expect(validation).toContain(4);
      const heldOut = [...(validation ?? [])].filter((photo) => photo !== 4);
      expect(heldOut.length).toBeGreaterThan(0);
      for (const photo of heldOut) expect(training).not.toContain(photo);
    }
  });

  test('copies of a photo are on one side of stratified folds', () => {
    const made = madeTrainingSet([4, 4]);
    // Moved so far that no other two photos are held to be copies.
    const set = { ...made, ...embeddingViews(made, { viewCount: 1, interpolation: 0, noise: 0.5 }, 1) };
    const data = set.rows.data.slice();
    data.copyWithin(set.rows.cols, 0, set.rows.cols);
    const rows = learningRows({ ...set, rows: { ...set.rows, data } }, SPEC, 1);
    const folds = foldRows(rows, { kind: 'stratified', foldCount: 3, repeatCount: 5 }, 4);
    expect(folds.some(({ validation }) => validation?.includes(0))).toBe(true);
    for (const { validation } of folds) expect(validation?.includes(0)).toBe(validation?.includes(1));
  });

  test('without folds one head learns from everything', () => {
    const rows = rowsOf([4, 3], 'class');
    expect(foldRows(rows, { kind: 'none' }, 4)).toEqual([{ training: Int32Array.from(rows.labels.keys()) }]);
  });

  test.each(['plain', 'stratified'] as const)('%s folds of a senseless number are refused', (kind) => {
    for (const foldCount of [1, 2.5, Number.NaN])
      expect(() => foldRows(rowsOf([4, 3], 'class'), { ...PLAIN, kind, foldCount }, 4)).toThrow(
        expect.objectContaining({ code: 'CONFIG_INVALID' }),
      );
  });

  test('each photo is judged once a repeat', () => {
    const rows = rowsOf([4, 3, 5], 'negatives');
    const judged = foldRows(rows, PLAIN, 4).flatMap(({ validation }) => [...(validation ?? [])]);
    expect(judged.sort((a, b) => a - b)).toEqual([...Array(12).keys()].flatMap((photo) => [photo, photo]));
  });

  test('folds that hold nobody out are passed over', () => {
    const apart = { ...madeTrainingSet([1, 1, 1, 1]), identities: ['a', 'b', 'c'] };
    const rows = learningRows({ ...apart, identityOf: Int32Array.of(0, 0, 1, 2) }, SPEC, 1);
    const folds = foldRows(rows, { kind: 'stratified', foldCount: 3, repeatCount: 1 }, 4);
    expect(folds).toHaveLength(2);
    for (const { validation } of folds) expect(validation?.length).toBeGreaterThan(0);
  });

  test('where nobody has two photos one head learns from everything and is judged on nothing', () => {
    const rows = rowsOf([1, 1, 1], 'negatives');
    const folds = foldRows(rows, { ...PLAIN, kind: 'stratified' }, 4);
    expect(folds).toEqual([{ training: Int32Array.from(rows.labels.keys()) }]);
  });
});
