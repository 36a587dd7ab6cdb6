import { describe, expect, test } from 'vitest';
import { fitLogisticRegression, logitOf } from '../../../src/numerics/logistic-regression.ts';
import { seededRandom } from '../../../src/numerics/random.ts';

const even = (count: number): Float64Array => new Float64Array(count).fill(1);

describe('fitLogisticRegression', () => {
  test('without a penalty to speak of, two groups of a binary feature get their own log-odds', () => {
    // Of those with 0 one in four bears the label 1, of those with 1 three in five do.
    const features = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1, 1);
    const labels = [1, 0, 0, 0, 1, 1, 1, 0, 0];
    const { weights, bias } = fitLogisticRegression({ features, labels, weights: even(9) }, 1e-9);
    expect(bias).toBeCloseTo(Math.log(1 / 3), 6);
    expect(weights[0]).toBeCloseTo(Math.log(3 / 2) - Math.log(1 / 3), 6);
  });

  test('a sample of weight 2 counts as two samples', () => {
    const twice = fitLogisticRegression(
      { features: Float64Array.of(-1, 0, 0, 2), labels: [0, 1, 1, 1], weights: even(4) },
      0.1,
    );
    const weighted = fitLogisticRegression(
      { features: Float64Array.of(-1, 0, 2), labels: [0, 1, 1], weights: Float64Array.of(1, 2, 1) },
      0.1,
    );
    expect(weighted.weights[0]).toBeCloseTo(twice.weights[0], 9);
    expect(weighted.bias).toBeCloseTo(twice.bias, 9);
  });

  test('at the solution the gradient of the penalised loss is zero', () => {
    const random = seededRandom(5);
    const features = Float64Array.from({ length: 120 }, () => 4 * random() - 2);
    const labels = Array.from({ length: 40 }, (_, n) => Number(features[3 * n] + random() > 0.5));
    const model = fitLogisticRegression({ features, labels, weights: even(40) }, 0.3);
    const residuals = labels.map((label, n) => 1 / (1 + Math.exp(-logitOf(model, features, 3 * n))) - label);
    expect(Math.abs(residuals.reduce((sum, residual) => sum + residual, 0))).toBeLessThan(1e-4);
    model.weights.forEach((weight, k) => {
      const slope = residuals.reduce(
        (sum, residual, n) => sum + residual * features[3 * n + k],
        0.3 * weight,
      );
      expect(Math.abs(slope)).toBeLessThan(1e-4);
    });
  });

  test('labels that a plane parts, and features that are all the same, give finite weights', () => {
    const parted = fitLogisticRegression(
      { features: Float64Array.of(-1e3, -1e3, 1e3, 1e3), labels: [0, 0, 1, 1], weights: even(4) },
      1e-3,
    );
    expect(parted.weights[0]).toBeGreaterThan(0);
    expect([...parted.weights, parted.bias].every(Number.isFinite)).toBe(true);
    const same = fitLogisticRegression(
      { features: Float64Array.of(1, 1, 1, 1), labels: [0, 0, 1, 1], weights: even(4) },
      1e-3,
    );
    expect(same.weights[0] + same.bias).toBeCloseTo(0, 6);
  });
});
