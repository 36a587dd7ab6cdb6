import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type FoldPlan,
  METHOD_FOLDS,
  personDisjointFolds,
  plainFolds,
  stratifiedFolds,
} from '../../../src/heads/folds.ts';

/**
 * Rows of up to twelve people, with some pairs that belong together; the last person has four rows of their
 * own.
 */
const task = fc
  .record({
    people: fc.array(fc.nat(11), { minLength: 12, maxLength: 60 }),
    pairs: fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 8 }),
    seed: fc.integer(),
    foldCount: fc.integer({ min: 2, max: 6 }),
  })
  .map(({ people, ...rest }) => ({ ...rest, identityOf: Int32Array.from([...people, 12, 12, 12, 12]) }));

const OPTIONS = { foldCount: 5, repeatCount: 3, seed: 1 };

function expectPartition({ folds, alwaysTraining }: FoldPlan, rowCount: number): void {
  const rows = [...Array(rowCount).keys()];
  const validated = folds.flatMap(({ validation }) => validation);
  expect([...validated, ...alwaysTraining].sort((a, b) => a - b)).toEqual(rows);
  for (const { training, validation } of folds)
    expect([...training, ...validation].sort((a, b) => a - b)).toEqual(rows);
}

function expectTogether({ folds }: FoldPlan, pairs: readonly (readonly [number, number])[]): void {
  for (const { validation } of folds)
    for (const [a, b] of pairs) expect(validation.includes(a)).toBe(validation.includes(b));
}

describe('plainFolds', () => {
  test('cuts the rows of the method 30 times into five parts that differ by one row at most', () => {
    const plans = plainFolds(4720, { ...METHOD_FOLDS, seed: 3 });
    expect(plans).toHaveLength(30);
    for (const plan of plans) {
      expectPartition(plan, 4720);
      expect(plan.folds.map(({ validation }) => validation.length)).toEqual([944, 944, 944, 944, 944]);
    }
    expect(plans[0]).not.toEqual(plans[1]);
  });

  test('the same seed cuts the same, another seed differently', () => {
    expect(plainFolds(50, OPTIONS)).toEqual(plainFolds(50, OPTIONS));
    expect(plainFolds(50, OPTIONS)).not.toEqual(plainFolds(50, { ...OPTIONS, seed: 2 }));
  });

  test('sizes differ by one at most where the rows do not divide', () => {
    const [plan] = plainFolds(13, OPTIONS);
    expect(plan.folds.map(({ validation }) => validation.length).sort()).toEqual([2, 2, 3, 3, 3]);
  });

  test.each([1, 0, 2.5, 11, Number.NaN])('%d folds of ten rows are refused', (foldCount) => {
    const cut = () => plainFolds(10, { ...OPTIONS, foldCount });
    expect(cut).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});

describe('stratifiedFolds', () => {
  test('every row is validated once or always learnt, pairs stay together, and whoever is validated is learnt', () => {
    fc.assert(
      fc.property(task, ({ identityOf, pairs, seed, foldCount }) => {
        const plans = stratifiedFolds(identityOf, { foldCount, repeatCount: 2, seed, together: pairs });
        for (const plan of plans) {
          expectPartition(plan, identityOf.length);
          expectTogether(plan, pairs);
          for (const { training, validation } of plan.folds) {
            const learnt = new Set(training.map((place) => identityOf[place]));
            for (const place of validation) expect(learnt.has(identityOf[place])).toBe(true);
          }
        }
      }),
    );
  });

  test('people with one photo always train, and nobody else does', () => {
    const identityOf = Int32Array.of(0, 1, 1, 2, 3, 3, 3);
    const [plan] = stratifiedFolds(identityOf, OPTIONS);
    expect(plan.alwaysTraining).toEqual([0, 3]);
  });

  test('somebody whose photos are all near-duplicates always trains', () => {
    const together = [[0, 1]] as const;
    const [plan] = stratifiedFolds(Int32Array.of(0, 0, 1, 1), { ...OPTIONS, foldCount: 2, together });
    expect(plan.alwaysTraining).toEqual([0, 1]);
  });

  test('the photos of a person are spread evenly over the folds', () => {
    const identityOf = Int32Array.from({ length: 120 }, (_, n) => n % 10);
    for (const { folds } of stratifiedFolds(identityOf, OPTIONS)) {
      for (const { validation } of folds) {
        for (let identity = 0; identity < 10; identity++) {
          const count = validation.filter((place) => identityOf[place] === identity).length;
          expect([2, 3]).toContain(count);
        }
      }
    }
  });

  test('nobody with two photos is a fault', () => {
    const cut = () => stratifiedFolds(Int32Array.of(0, 1, 2, 3, 4), OPTIONS);
    expect(cut).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});

describe('personDisjointFolds', () => {
  test('every row is validated once, nobody is on both sides, and pairs stay together', () => {
    fc.assert(
      fc.property(task, ({ identityOf, pairs, seed }) => {
        const together = pairs.filter(([a, b]) => identityOf[a] === identityOf[b]);
        const [plan] = personDisjointFolds(identityOf, { foldCount: 2, repeatCount: 1, seed, together });
        expectPartition(plan, identityOf.length);
        expect(plan.alwaysTraining).toEqual([]);
        expectTogether(plan, together);
        for (const { training, validation } of plan.folds) {
          const learnt = new Set(training.map((place) => identityOf[place]));
          expect(validation.some((place) => learnt.has(identityOf[place]))).toBe(false);
        }
      }),
    );
  });

  test('people who share a near-duplicate are on one side', () => {
    const personOf = Int32Array.of(0, 0, 1, 1, 2, 2);
    const [plan] = personDisjointFolds(personOf, { ...OPTIONS, foldCount: 2, together: [[1, 2]] });
    expect(plan.folds.map(({ validation }) => validation).sort()).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ]);
  });

  test('fewer people than folds is a fault', () => {
    const cut = () => personDisjointFolds(Int32Array.of(0, 0, 1, 1, 1, 1), OPTIONS);
    expect(cut).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});
