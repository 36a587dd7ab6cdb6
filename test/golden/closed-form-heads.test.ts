import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Head } from '../../src/heads/head.ts';
import { ldaHead } from '../../src/heads/lda.ts';
import { pldaHead } from '../../src/heads/plda.ts';
import { embeddingsOf } from '../support/made-embeddings.ts';

interface Case {
  readonly rows: number[][];
  readonly identityOf: number[];
  readonly probes: number[][];
  readonly cosine: number[][];
  readonly logLikelihood: number[][];
  readonly logLikelihoodRatio: number[][];
}

const { cases } = JSON.parse(readFileSync(new URL('closed-form-heads.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

describe.each(cases.map((one, index) => [index, one] as const))('case %i', (_, one) => {
  test('the cosines of LDA are those of numpy', () => expectScores(one, ldaHead(), one.cosine));

  test('the log-likelihoods of LDA are those of numpy', () =>
    expectScores(one, ldaHead({ score: 'log-likelihood' }), one.logLikelihood));

  test('the ratios of PLDA are those of dense densities in numpy', () =>
    expectScores(one, pldaHead(), one.logLikelihoodRatio));
});

async function expectScores(one: Case, head: Head, expected: number[][]): Promise<void> {
  const identities = [...new Set(one.identityOf)].map((identity) => `person ${identity}`);
  await head.fit({ ...embeddingsOf(one.rows), identityOf: Int32Array.from(one.identityOf), identities }, 0);
  const { values } = await head.predict(embeddingsOf(one.probes));
  expected.flat().forEach((score, i) => {
    expect(Math.abs(values.data[i] - score)).toBeLessThan(1e-4 * Math.max(1, Math.abs(score)));
  });
}
