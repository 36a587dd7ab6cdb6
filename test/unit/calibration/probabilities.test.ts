import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { probabilityAt } from '../../../src/calibration/calibration-curve.ts';
import { CURVE_KINDS, fitCurve } from '../../../src/calibration/fit-curve.ts';
import {
  enrolledProbability,
  fitRightProbability,
  rightProbability,
  type SearchOutcome,
  withStrangerShare,
} from '../../../src/calibration/right-probability.ts';
import { fitTemperature, probabilityRows } from '../../../src/calibration/temperature.ts';
import { matrix, row } from '../../../src/numerics/matrix.ts';
import { seededRandom } from '../../../src/numerics/random.ts';

const sample = fc.record({
  score: fc.integer({ min: -20, max: 20 }).map((step) => step / 20),
  label: fc.nat(1),
  weight: fc.constantFrom(0.25, 0.5, 1),
});
const samplesOf = (drawn: readonly { score: number; label: number; weight: number }[]) => ({
  scores: Float64Array.from(drawn, ({ score }) => score),
  labels: Uint8Array.from(drawn, ({ label }) => label),
  weights: Float64Array.from(drawn, ({ weight }) => weight),
});
const mismatch = expect.objectContaining({ code: 'DIMENSION_MISMATCH' });

describe.each(CURVE_KINDS)('a curve of kind %s', (kind) => {
  it('never falls, stays between 0 and 1, and survives JSON', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 25 }), (drawn) => {
        const curve = fitCurve(kind, samplesOf(drawn));
        const read = JSON.parse(JSON.stringify(curve)) as typeof curve;
        let before = 0;
        for (let score = -1.2; score <= 1.2; score += 0.05) {
          const probability = probabilityAt(read, score);
          expect(probability).toBe(probabilityAt(curve, score));
          expect(probability).toBeGreaterThanOrEqual(before - 1e-12);
          expect(probability).toBeGreaterThan(0);
          expect(probability).toBeLessThan(1);
          before = probability;
        }
      }),
    );
  });

  it('is not certain where scores part the labels', () => {
    const samples = samplesOf(
      [0.1, 0.2, 0.8, 0.9].map((score) => ({ score, label: Number(score > 0.5), weight: 1 })),
    );
    const curve = fitCurve(kind, samples);
    expect(probabilityAt(curve, 0.9)).toBeGreaterThan(0.6);
    expect(probabilityAt(curve, 0.9)).toBeLessThan(0.95);
  });

  it('refuses scores that are not finite, and none', () => {
    expect(() => fitCurve(kind, samplesOf([{ score: Number.NaN, label: 1, weight: 1 }]))).toThrowError(
      mismatch,
    );
    expect(() => fitCurve(kind, samplesOf([]))).toThrowError(mismatch);
  });
});

describe('an isotonic curve', () => {
  it('gives equal scores their weighted share, and pools what falls', () => {
    const drawn = [
      { score: 0, label: 0, weight: 1 },
      { score: 0.5, label: 1, weight: 0.5 },
      { score: 0.5, label: 0, weight: 1 },
      { score: 0.6, label: 0, weight: 0.5 },
      { score: 1, label: 1, weight: 1 },
    ];
    const curve = fitCurve('isotonic', samplesOf(drawn));
    expect(probabilityAt(curve, 0.5)).toBeCloseTo(0.25, 12);
    expect(probabilityAt(curve, 0.6)).toBeCloseTo(0.25, 12);
    expect(probabilityAt(curve, 0.25)).toBeCloseTo((1 / 6 + 0.25) / 2, 12);
    expect(probabilityAt(curve, 9)).toBeCloseTo(1 - 1 / 6, 12);
  });
});

/** Right answers score high, strangers low, wrong ones between. */
function madeSearches(count: number, strangerShare: number, seed: number) {
  const random = seededRandom(seed);
  const outcomes = Array.from({ length: count }, (): SearchOutcome => {
    if (random() < strangerShare) return 'stranger';
    return random() < 0.9 ? 'right' : 'wrong';
  });
  const level = { right: 0.6, wrong: 0.4, stranger: 0.3 };
  const scores = Float64Array.from(outcomes, (of) => level[of] + 0.2 * (random() + random() - 1));
  return { scores, outcomes, personOf: Int32Array.from(outcomes, (_, n) => n) };
}

describe('the probability that a name is right', () => {
  it.each(CURVE_KINDS)('with strangers at another share is as if learnt at that share: %s', (curve) => {
    const few = fitRightProbability(madeSearches(4000, 0.1, 3), { curve, strangerShare: 0.6 });
    const many = fitRightProbability(madeSearches(4000, 0.6, 4), { curve });
    for (const score of [0.25, 0.35, 0.45, 0.55, 0.65])
      expect(Math.abs(rightProbability(few, score) - rightProbability(many, score))).toBeLessThan(0.08);
  });

  it('falls at every score as strangers get more', () => {
    const model = fitRightProbability(madeSearches(500, 0.3, 5), { curve: 'platt' });
    const shares = [0, 0.1, 0.5, 0.9].map((share) => rightProbability(withStrangerShare(model, share), 0.45));
    expect([...shares].sort((a, b) => b - a)).toEqual(shares);
    expect(new Set(shares).size).toBe(4);
  });

  it('moves back to where it came from', () => {
    const model = fitRightProbability(madeSearches(500, 0.3, 6), { curve: 'platt' });
    const back = withStrangerShare(withStrangerShare(model, 0.8), model.strangerShare);
    expect(rightProbability(back, 0.4)).toBe(rightProbability(model, 0.4));
  });

  it('at the share it was learnt at is the product of its two curves', () => {
    const model = fitRightProbability(madeSearches(500, 0.3, 7), { curve: 'platt' });
    const own = withStrangerShare(model, model.learntShare);
    if (model.enrolled === undefined) throw new Error('Strangers were forgotten.');
    expect(enrolledProbability(own, 0.4)).toBeCloseTo(probabilityAt(model.enrolled, 0.4), 12);
  });

  it('without strangers speaks of enrolled people only, and says so', () => {
    const model = fitRightProbability(madeSearches(200, 0, 8), { curve: 'isotonic' });
    expect(enrolledProbability(model, -5)).toBe(1);
    expect(() => withStrangerShare(model, 0.1)).toThrowError(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });

  it('refuses searches of strangers alone', () => {
    expect(() => fitRightProbability(madeSearches(50, 1, 9), { curve: 'platt' })).toThrowError(mismatch);
  });
});

describe('a temperature', () => {
  it('finds the one by which logits were made', () => {
    const random = seededRandom(12);
    const identityCount = 4;
    const scores = matrix(
      Float32Array.from({ length: 20000 * identityCount }, () => 3 * random()),
      20000,
      identityCount,
    );
    const truth = Int32Array.from({ length: scores.rows }, (_, p) => {
      const powers = [...row(scores, p)].map((score) => Math.exp(score / 0.5));
      let left = random() * powers.reduce((sum, power) => sum + power, 0);
      return powers.findIndex((power) => {
        left -= power;
        return left < 0;
      });
    });
    const { inverse, nobody } = fitTemperature({
      scores,
      truth,
      weights: new Float64Array(scores.rows).fill(1),
    });
    expect(1 / inverse).toBeCloseTo(0.5, 1);
    expect(nobody).toBeUndefined();
  });

  it('with strangers gives their probability in a last column; rows sum to 1 and keep their order', () => {
    const scores = matrix(Float32Array.of(0.9, 0.1, 0.2, 0.15, 0.1, 0.8), 3, 2);
    const temperature = fitTemperature({
      scores,
      truth: Int32Array.of(0, -1, 1),
      weights: Float64Array.of(1, 1, 1),
    });
    const rows = probabilityRows(scores, temperature);
    expect(rows.cols).toBe(3);
    for (let p = 0; p < 3; p++) {
      const [first = 0, second = 0, stranger = 0] = row(rows, p);
      expect(first + second + stranger).toBeCloseTo(1, 6);
      expect(first > second).toBe((scores.data[2 * p] ?? 0) > (scores.data[2 * p + 1] ?? 0));
    }
    expect(row(rows, 1)[2]).toBeGreaterThan(0.5);
  });

  it('refuses answers that are no columns', () => {
    const scores = matrix(Float32Array.of(1, 2), 1, 2);
    expect(() =>
      fitTemperature({ scores, truth: Int32Array.of(2), weights: Float64Array.of(1) }),
    ).toThrowError(mismatch);
  });
});
