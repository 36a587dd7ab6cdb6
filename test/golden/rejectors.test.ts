import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fitWeibull } from '../../src/numerics/weibull.ts';
import { adaptiveNormRejector } from '../../src/rejection/rejectors/adaptive-norm.ts';
import { extremeValueMachineRejector } from '../../src/rejection/rejectors/extreme-value-machine.ts';
import { mahalanobisRejector } from '../../src/rejection/rejectors/mahalanobis.ts';
import { openMaxRejector } from '../../src/rejection/rejectors/open-max.ts';
import { prepareRejectorSet } from '../../src/rejection/rejectors/prepare-set.ts';
import type { Rejector } from '../../src/rejection/rejectors/rejector.ts';
import { embeddingsOf } from '../support/made-embeddings.ts';

interface Case {
  readonly templates: number[][];
  readonly identityOf: number[];
  readonly strangers: number[][];
  readonly probes: number[][];
  readonly mahalanobis: number[];
  readonly relativeMahalanobis: number[];
  readonly extremeValueMachine: number[];
  readonly adaptiveNormOfMeans: number[];
  readonly adaptiveNormOfTemplates: number[];
  readonly openMax: number[];
}

const { fits, cases } = JSON.parse(readFileSync(new URL('rejectors.json', import.meta.url), 'utf8')) as {
  fits: { values: number[]; shape: number; scale: number }[];
  cases: Case[];
};

test.each(fits)('the Weibull fit of shape $shape is the one of the highest likelihood', (fit) => {
  const found = fitWeibull(fit.values);
  expect(Math.abs(found.shape / fit.shape - 1)).toBeLessThan(1e-6);
  expect(Math.abs(found.scale / fit.scale - 1)).toBeLessThan(1e-6);
});

describe.each(cases.map((one, index) => [index, one] as const))('case %i', (_, one) => {
  test('Mahalanobis distances are those of numpy', () =>
    expectScores(one, mahalanobisRejector(), one.mahalanobis));

  test('relative Mahalanobis distances are those of numpy', () =>
    expectScores(one, mahalanobisRejector({ isRelative: true }), one.relativeMahalanobis));

  test('the margins of the extreme value machine are those of numpy', () =>
    expectScores(one, extremeValueMachineRejector(7), one.extremeValueMachine));

  test('normalised scores of means are those of numpy', () =>
    expectScores(one, adaptiveNormRejector({ cohortSize: 5, rule: 'mean' }), one.adaptiveNormOfMeans));

  test('normalised scores of templates are those of numpy', () =>
    expectScores(one, adaptiveNormRejector({ cohortSize: 5, rule: 'nearest' }), one.adaptiveNormOfTemplates));

  test('the log-odds of OpenMax are those of numpy', () =>
    expectScores(one, openMaxRejector({ tailSize: 4, recalibratedCount: 2 }), one.openMax));
});

async function expectScores(one: Case, rejector: Rejector, expected: readonly number[]): Promise<void> {
  await rejector.fit(
    prepareRejectorSet({
      templates: embeddingsOf(one.templates).rows,
      identityOf: Int32Array.from(one.identityOf),
      identityCount: Math.max(...one.identityOf) + 1,
      strangers: {
        embeddings: embeddingsOf(one.strangers).rows,
        personOf: Int32Array.from(one.strangers, (_, n) => n),
      },
    }),
  );
  const scores = rejector.score({ embeddings: embeddingsOf(one.probes).rows });
  expect(scores).toHaveLength(expected.length);
  expected.forEach((score, p) => {
    expect(Math.abs((scores[p] ?? Number.NaN) - score)).toBeLessThan(1e-4 * Math.max(1, Math.abs(score)));
  });
}
