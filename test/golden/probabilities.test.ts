import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { probabilityAt } from '../../src/calibration/calibration-curve.ts';
import { fitCurve } from '../../src/calibration/fit-curve.ts';
import { learnWeights } from '../../src/ensemble/weights.ts';
import { brierScore, expectedCalibrationError, logLoss } from '../../src/evaluation/reliability.ts';
import { matrix } from '../../src/numerics/matrix.ts';
import { fitOpenSetSoftmax } from '../../src/numerics/open-set-softmax.ts';

interface Golden {
  readonly samples: Record<'scores' | 'labels' | 'weights', number[]>;
  /** Slope and intercept. */
  readonly platt: [number, number];
  /** At each sample in order of score. */
  readonly isotonic: number[];
  readonly softmax: {
    readonly views: number[][];
    readonly identityCount: number;
    readonly truth: number[];
    readonly weights: number[];
    /** Scales, then the logit of nobody. */
    readonly point: number[];
  };
  readonly stated: {
    readonly probabilities: number[];
    readonly right: number[];
    readonly bins: number;
    readonly ece: number;
    readonly brier: number;
    readonly logLoss: number;
  };
}

const golden = JSON.parse(readFileSync(new URL('probabilities.json', import.meta.url), 'utf8')) as Golden;
const samples = {
  scores: Float64Array.from(golden.samples.scores),
  labels: Uint8Array.from(golden.samples.labels),
  weights: Float64Array.from(golden.samples.weights),
};
const probeCount = golden.softmax.truth.length;
const views = golden.softmax.views.map((values) =>
  matrix(Float32Array.from(values), probeCount, golden.softmax.identityCount),
);

describe('as in numpy', () => {
  it("Platt's slope and intercept", () => {
    const curve = fitCurve('platt', samples);
    if (curve.kind !== 'platt') throw new Error('Another curve came back.');
    expect(curve.slope).toBeCloseTo(golden.platt[0], 6);
    expect(curve.intercept).toBeCloseTo(golden.platt[1], 6);
  });

  it('isotonic probabilities, kept from 0 and 1', () => {
    const curve = fitCurve('isotonic', samples);
    const margin = 1 / (golden.samples.weights.reduce((sum, weight) => sum + weight, 0) + 2);
    [...samples.scores]
      .sort((a, b) => a - b)
      .forEach((score, i) => {
        const expected = Math.min(1 - margin, Math.max(margin, golden.isotonic[i] ?? Number.NaN));
        expect(probabilityAt(curve, score)).toBeCloseTo(expected, 9);
      });
  });

  it('scales and the logit of nobody at the least log loss', () => {
    const { scales, nobody } = fitOpenSetSoftmax({
      views,
      truth: Int32Array.from(golden.softmax.truth),
      weights: Float64Array.from(golden.softmax.weights),
    });
    [...scales, nobody ?? Number.NaN].forEach((value, k) => {
      expect(value).toBeCloseTo(golden.softmax.point[k] ?? Number.NaN, 4);
    });
  });

  it('weights of an ensemble, which are those scales over their sum, where nobody has two photos', () => {
    const truth = Int32Array.from(golden.softmax.truth);
    const personOf = Int32Array.from(truth, (_, p) => p);
    const members = views.map((scores, k) => ({ name: `network ${k}`, scores }));
    const asIs = members.map(() => ({ kind: 'affine', shift: 0, scale: 1 }) as const);
    const weights = learnWeights({ members, truth, personOf }, asIs);
    const { scales } = fitOpenSetSoftmax({ views, truth, weights: new Float64Array(probeCount).fill(1) });
    const total = scales.reduce((sum, scale) => sum + scale, 0);
    weights.forEach((weight, k) => {
      expect(weight).toBeCloseTo((scales[k] ?? Number.NaN) / total, 12);
    });
  });

  it('expected calibration error, Brier score and log loss', () => {
    const { probabilities, right, bins, ece, brier, logLoss: loss } = golden.stated;
    const stated = probabilities.map((probability, i) => ({ probability, isRight: right[i] === 1 }));
    expect(expectedCalibrationError(stated, bins)).toBeCloseTo(ece, 12);
    expect(brierScore(stated)).toBeCloseTo(brier, 12);
    expect(logLoss(stated)).toBeCloseTo(loss, 12);
  });
});
