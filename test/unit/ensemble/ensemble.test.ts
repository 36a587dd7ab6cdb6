import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitEnsemble } from '../../../src/ensemble/fit-ensemble.ts';
import { type Ensemble, fuseScores } from '../../../src/ensemble/fuse-scores.ts';
import { NORMALISATIONS } from '../../../src/ensemble/score-normalisation.ts';
import { fixedWeights } from '../../../src/ensemble/weights.ts';
import { matrix, row } from '../../../src/numerics/matrix.ts';
import { madeScores } from './made-scores.ts';

const weightsOf = ({ members }: Ensemble) => members.map(({ weight }) => weight);
const asIs = { kind: 'affine', shift: 0, scale: 1 } as const;

describe('learnt weights', () => {
  it.each(NORMALISATIONS)('are not negative and sum to one with normalisation %s', (normalisation) => {
    const weights = weightsOf(fitEnsemble(madeScores([0.9, 0.4, 0, -0.3]), { normalisation }));
    expect(weights.every((weight) => weight >= 0)).toBe(true);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('are greatest for the most skilled, and 0 for a member that prefers wrong identities', () => {
    const [good = 0, fair = 0, bad] = weightsOf(
      fitEnsemble(madeScores([0.9, 0.4, -0.6]), { normalisation: 'none' }),
    );
    expect(good).toBeGreaterThan(fair);
    expect(fair).toBeGreaterThan(0);
    expect(bad).toBe(0);
  });

  it('count people, not photos: ten copies of one photo change nothing', () => {
    const once = madeScores([0.8, 0.5]);
    const places = [...once.truth.keys()].flatMap((p) =>
      p === 0 ? Array.from({ length: 10 }, () => p) : [p],
    );
    const copied = {
      truth: Int32Array.from(places, (p) => once.truth[p] ?? -1),
      personOf: Int32Array.from(places, (p) => once.personOf[p] ?? -1),
      members: once.members.map(({ name, scores }) => ({
        name,
        scores: matrix(
          Float32Array.from(places.flatMap((p) => [...row(scores, p)])),
          places.length,
          scores.cols,
        ),
      })),
    };
    const [before = Number.NaN] = weightsOf(fitEnsemble(once, { normalisation: 'none' }));
    const [after] = weightsOf(fitEnsemble(copied, { normalisation: 'none' }));
    expect(after).toBeCloseTo(before, 6);
  });

  it('are the same each time', () => {
    const fitted = () => fitEnsemble(madeScores([0.7, 0.6, 0.2]), { normalisation: 'z' });
    expect(fitted()).toEqual(fitted());
  });
});

describe('fixed weights', () => {
  it('are scaled to sum to one over the members at hand', () => {
    const given = { a: 0.75, b: 0.1, c: 0.1, d: 0.05 };
    expect([...fixedWeights(['a', 'd'], given)]).toEqual([0.75 / 0.8, 0.05 / 0.8]);
  });

  it.each([{ a: -1, b: 2 }, { a: 1 }, { a: 0, b: 0 }])('are refused when %o', (given) => {
    const refused = expect.objectContaining({ code: 'CONFIG_INVALID' });
    expect(() => fixedWeights(['a', 'b'], given as Record<string, number>)).toThrowError(refused);
  });
});

describe('normalisations', () => {
  it('z leaves wrong identities with mean 0 and standard deviation 1', () => {
    const { members, truth, personOf } = madeScores([0.5]);
    const ensemble = fitEnsemble({ members, truth, personOf }, { normalisation: 'z' });
    const { scores } = fuseScores(ensemble, members);
    const wrong = [...scores.data].filter((_, i) => truth[Math.floor(i / scores.cols)] !== i % scores.cols);
    const mean = wrong.reduce((sum, score) => sum + score, 0) / wrong.length;
    const squares = wrong.reduce((sum, score) => sum + (score - mean) ** 2, 0) / wrong.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(squares).toBeCloseTo(1, 5);
  });

  it('rank gives 1 to the best, 0 to the last, and equals to equals', () => {
    const members = [{ name: 'one', scores: matrix(Float32Array.of(5, 1, 5, -2), 1, 4) }];
    const ensemble = { members: [{ name: 'one', normaliser: { kind: 'rank' }, weight: 1 }] } as const;
    const fused = [...fuseScores(ensemble, members).scores.data];
    [2.5 / 3, 1 / 3, 2.5 / 3, 0].forEach((expected, c) => {
      expect(fused[c]).toBeCloseTo(expected, 6);
    });
  });

  it('min-max runs from 0 to 1; probabilities of enrolled people sum to less than 1 where there are strangers', () => {
    const outOfFold = madeScores([0.8]);
    const fusedBy = (normalisation: 'min-max' | 'probability') =>
      fuseScores(fitEnsemble(outOfFold, { normalisation }), outOfFold.members).scores;
    const { data } = fusedBy('min-max');
    expect([Math.min(...data), Math.max(...data)]).toEqual([0, 1]);
    const probabilities = fusedBy('probability');
    const totals = Array.from({ length: probabilities.rows }, (_, p) =>
      row(probabilities, p).reduce((sum, value) => sum + value, 0),
    );
    // Sums of float32.
    expect(Math.max(...totals)).toBeLessThan(1 + 1e-6);
    expect(Math.min(...totals)).toBeLessThan(0.5);
  });

  it.each(NORMALISATIONS)('%s never changes the order of identities of one member', (normalisation) => {
    const outOfFold = madeScores([0.6], 30);
    const { scores } = fuseScores(fitEnsemble(outOfFold, { normalisation }), outOfFold.members);
    const before = outOfFold.members[0]?.scores ?? scores;
    for (let p = 0; p < scores.rows; p++) {
      const order = (values: Float32Array) =>
        [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
      expect(order(row(scores, p))).toEqual(order(row(before, p)));
    }
  });
});

describe('fused scores', () => {
  const ensemble: Ensemble = {
    members: [
      { name: 'a', normaliser: asIs, weight: 0.5 },
      { name: 'b', normaliser: asIs, weight: 0.3 },
      { name: 'c', normaliser: asIs, weight: 0.2 },
      { name: 'idle', normaliser: asIs, weight: 0 },
    ],
  };
  const member = (name: string, value: number, absent?: number[]) => ({
    name,
    scores: matrix(Float32Array.of(value, 0, value, 0), 2, 2),
    ...(absent && { absent: new Set(absent) }),
  });

  it('are weighted means, whatever the order in which members are given', () => {
    const given = [member('idle', 99), member('c', 3), member('b', 2), member('a', 1)];
    const { scores, incomplete } = fuseScores(ensemble, given);
    expect(scores.data[0]).toBeCloseTo(0.5 + 0.6 + 0.6, 6);
    expect(incomplete).toEqual([]);
  });

  it('share the weight of an absent member among the others for that probe alone, and say so', () => {
    const given = [member('a', 1, [1]), member('b', 2), member('c', 3), member('idle', 9, [0])];
    const { scores, incomplete } = fuseScores(ensemble, given);
    expect(scores.data[0]).toBeCloseTo(1.7, 6);
    expect(scores.data[2]).toBeCloseTo((0.3 * 2 + 0.2 * 3) / 0.5, 6);
    expect(incomplete).toEqual([{ probe: 1, absent: ['a'] }]);
  });

  it('lie between the least and the greatest score of the members present', () => {
    const values = fc.tuple(...Array.from({ length: 3 }, () => fc.double({ min: -1, max: 1, noNaN: true })));
    fc.assert(
      fc.property(values, fc.subarray([0, 1, 2], { maxLength: 2 }), (scores, absent) => {
        const given = ['a', 'b', 'c'].map((name, k) =>
          member(name, scores[k] ?? 0, absent.includes(k) ? [0] : undefined),
        );
        const present = scores.filter((_, k) => !absent.includes(k));
        const fused = fuseScores(ensemble, [...given, member('idle', 0)]).scores.data[0];
        expect(fused).toBeGreaterThanOrEqual(Math.min(...present) - 1e-6);
        expect(fused).toBeLessThanOrEqual(Math.max(...present) + 1e-6);
      }),
    );
  });

  it('are refused when a member is missing altogether, or a probe has no score at all', () => {
    const refused = expect.objectContaining({ code: 'DIMENSION_MISMATCH' });
    expect(() => fuseScores(ensemble, [member('a', 1)])).toThrowError(refused);
    const none = ['a', 'b', 'c'].map((name) => member(name, 1, [0]));
    expect(() => fuseScores(ensemble, [...none, member('idle', 1)])).toThrowError(refused);
  });
});
