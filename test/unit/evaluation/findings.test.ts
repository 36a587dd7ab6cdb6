import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIGURE_KEYS, type FigureKey } from '../../../src/core/evaluation-figures.ts';
import type { EvaluationFindings } from '../../../src/core/evaluation-findings.ts';
import type { EvaluatedSearch } from '../../../src/evaluation/evaluated-search.ts';
import { evaluationFindings } from '../../../src/evaluation/findings.ts';
import { dir, dirAtFpir, fpir, cmc as plainCmc } from '../../../src/evaluation/identification.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { faceless, mated, someSearches, stranger } from '../../support/evaluated-searches.ts';

const quick = { resampleCount: 40 };
const figure = ({ figures }: EvaluationFindings, key: FigureKey) => figures.find((one) => one.key === key);

/** 40 people of three photos, 60 strangers; every tenth person is taken for another. */
function madeTest(): EvaluatedSearch[] {
  const random = seededRandom(7);
  const known = Array.from({ length: 120 }, (_, place) =>
    mated(`p${place % 40}`, 0.5 + 0.4 * random(), { rank: place % 10 === 9 ? 2 : 1, photo: `k${place}` }),
  );
  const others = Array.from({ length: 60 }, (_, place) => stranger(`s${place}`, 0.2 + 0.4 * random()));
  return [...known, ...others, faceless('p0', true), faceless('s0', false)];
}

/** Every number of a value must survive JSON. */
function expectPlain(findings: EvaluationFindings): void {
  expect(JSON.parse(JSON.stringify(findings))).toEqual(findings);
}

describe('the findings of a test', () => {
  const searches = madeTest();
  const findings = evaluationFindings(searches, 0.55, { ...quick, fpirAsked: 0.1 });

  it('hold every figure once, each inside its interval', () => {
    expect(findings.figures.map(({ key }) => key)).toEqual([...FIGURE_KEYS]);
    for (const { value, low, high } of findings.figures) {
      if (value === null || low === null || high === null) continue;
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
  });

  it('agree with the plain definitions', () => {
    expect(figure(findings, 'dir_at_threshold')?.value).toBeCloseTo(
      dir(searches, { rank: 1, threshold: 0.55 }),
      12,
    );
    expect(figure(findings, 'realised_fpir')?.value).toBeCloseTo(fpir(searches, 0.55), 12);
    expect(figure(findings, 'dir_at_fpir.0.1')?.value).toBeCloseTo(dirAtFpir(searches, 0.1).dir, 12);
    expect(figure(findings, 'detect_fail_rate')?.value).toBeCloseTo(2 / 182, 12);
  });

  it('state FNIR and DIR that add to 1, their intervals mirrored', () => {
    const [hit, miss] = [figure(findings, 'dir_at_threshold'), figure(findings, 'fnir_at_threshold')];
    expect((hit?.value ?? 0) + (miss?.value ?? 0)).toBeCloseTo(1, 12);
    expect((hit?.low ?? 0) + (miss?.high ?? 0)).toBeCloseTo(1, 12);
  });

  it('call a rate that hangs on fewer than three strangers not measurable, and say how many are needed', () => {
    // 61 searches for strangers are enough for 10 %, not for 1 %.
    expect(figure(findings, 'dir_at_fpir.0.1')?.value).not.toBeNull();
    expect(figure(findings, 'dir_at_fpir.0.01')).toMatchObject({ value: null, low: null, high: null });
    expect(figure(findings, 'ccr_at_fpr.0.01')?.reason).toContain(
      'needs 300 searches for strangers; there are 61',
    );
    expect(findings.warnings.join()).toContain('Not measurable: dir_at_fpir.0.01, ccr_at_fpr.0.01.');
  });

  it('count the searches, people and photos without a face', () => {
    expect(findings.counts).toEqual({
      matedSearches: 121,
      nonMatedSearches: 61,
      enrolledPeople: 40,
      strangers: 60,
      matedWithoutFace: 1,
      nonMatedWithoutFace: 1,
    });
  });

  it('draw a DIR-FPIR curve that rises, whose thresholds give its rates', () => {
    const { dirFpir } = findings.curves;
    expect(dirFpir[0]?.fpir).toBe(0);
    dirFpir.forEach((point, place) => {
      expect(fpir(searches, point.threshold)).toBeCloseTo(point.fpir, 12);
      expect(dir(searches, { rank: 1, threshold: point.threshold })).toBeCloseTo(point.dir, 12);
      expect(point.low).toBeLessThanOrEqual(point.dir);
      expect(point.high).toBeGreaterThanOrEqual(point.dir);
      if (place > 0) expect(point.fpir).toBeGreaterThan(dirFpir[place - 1]?.fpir ?? 1);
      if (place > 0) expect(point.dir).toBeGreaterThanOrEqual(dirFpir[place - 1]?.dir ?? 1);
    });
  });

  it('draw an OSCR curve from 0 to 1 whose area is the figure', () => {
    const { oscr } = findings.curves;
    expect([oscr[0]?.fpr, oscr.at(-1)?.fpr]).toEqual([0, 1]);
    const area = oscr.reduce((sum, point, place) => {
      const before = oscr[place - 1] ?? point;
      return sum + ((point.fpr - before.fpr) * (point.ccr + before.ccr)) / 2;
    }, 0);
    expect(area).toBeCloseTo(figure(findings, 'oscr')?.value ?? 0, 12);
  });

  it('draw a CMC that starts at rank 1 and never falls', () => {
    const { cmc } = findings.curves;
    expect(cmc[0]).toMatchObject({ rank: 1, share: figure(findings, 'rank1')?.value });
    expect(cmc.slice(0, 3).map(({ share }) => share)).toEqual(plainCmc(searches, 3));
    expect(cmc.every((point, place) => point.share >= (cmc[place - 1]?.share ?? 0))).toBe(true);
  });

  it('end the risk-coverage curve with every face named, strangers wrongly', () => {
    const last = findings.curves.riskCoverage.at(-1);
    expect(last?.coverage).toBeCloseTo(180 / 182, 12);
    expect(last?.risk).toBeCloseTo((60 + 12) / 180, 12);
  });

  it('count every face once in the score histogram', () => {
    const { edges, matedRight, matedWrong, nonMated } = findings.scoreHistogram;
    const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
    expect([matedRight, matedWrong, nonMated].map(sum)).toEqual([108, 12, 60]);
    expect(edges).toHaveLength(matedRight.length + 1);
  });

  it('expect per 1,000 what the rates say at each threshold', () => {
    const [calibrated, ...offered] = findings.thresholdTable;
    expect(calibrated).toMatchObject({ threshold: 0.55, fpir: null });
    expect(calibrated?.strangersNamed.value).toBeCloseTo(1000 * fpir(searches, 0.55), 9);
    expect(offered.map((row) => row.fpir)).toEqual([0.1, 0.05]);
    for (const row of offered)
      expect(row.strangersNamed.value).toBeLessThanOrEqual(1000 * (row.fpir ?? 0) + 1e-9);
    for (const { recognised, takenForAnother } of findings.thresholdTable)
      expect((recognised.value ?? 0) + (takenForAnother.value ?? 0)).toBeLessThanOrEqual(1000);
  });

  it('warn where surely more strangers are named than was asked', () => {
    const strict = evaluationFindings(searches, 0.3, { ...quick, fpirAsked: 0.01 });
    expect(strict.warnings.join()).toMatch(
      /More strangers are named than was asked for: 80\.3 %, surely more than \d/,
    );
    expect(findings.warnings.join()).not.toContain('More strangers');
  });

  it('are plain data, and the same bytes for the same seed', () => {
    expectPlain(findings);
    const again = evaluationFindings(searches, 0.55, { ...quick, fpirAsked: 0.1 });
    expect(JSON.stringify(again)).toBe(JSON.stringify(findings));
    expect(evaluationFindings(searches, 0.55, { ...quick, seed: 2 })).not.toEqual(findings);
  });
});

describe('the bins of a reliability curve', () => {
  it('hold the share that came true with an interval around it', () => {
    const stated = madeTest().map((search, place) =>
      search.found ? { ...search, probability: (place % 10) / 10 } : search,
    );
    const { curves, figures } = evaluationFindings(stated, 0.5, quick);
    expect(curves.reliability.reduce((sum, { count }) => sum + count, 0)).toBe(180);
    for (const { shareRight, low, high } of curves.reliability) {
      expect(low).toBeLessThanOrEqual(shareRight);
      expect(high).toBeGreaterThanOrEqual(shareRight);
    }
    expect(figures.find(({ key }) => key === 'ece')?.value).toBeGreaterThan(0);
  });
});

describe('a poor test', () => {
  it('without strangers has the figures of enrolled people and says what is missing of the others', () => {
    const findings = evaluationFindings([mated('a', 0.9), mated('b', 0.8, { rank: 2 })], 0.5, quick);
    expect(figure(findings, 'rank1')?.value).toBe(0.5);
    expect(figure(findings, 'realised_fpir')).toMatchObject({
      value: null,
      reason: 'No photo of the test shows a stranger.',
    });
    expect([findings.curves.dirFpir, findings.curves.oscr]).toEqual([[], []]);
    expectPlain(findings);
  });

  it('without enrolled people has the FPIR alone', () => {
    const findings = evaluationFindings([stranger('s', 0.9), stranger('t', 0.1)], 0.5, quick);
    expect(figure(findings, 'realised_fpir')?.value).toBe(0.5);
    expect(figure(findings, 'rank1')?.reason).toBe('No photo of the test shows an enrolled person.');
    expect(findings.thresholdTable).toHaveLength(1);
    expectPlain(findings);
  });

  it('of one person has no interval, and says so', () => {
    const findings = evaluationFindings([mated('a', 0.9), mated('a', 0.2)], 0.5, quick);
    expect(figure(findings, 'dir_at_threshold')).toMatchObject({
      value: 0.5,
      low: null,
      high: null,
      reason: 'An interval needs at least two people.',
    });
    expectPlain(findings);
  });

  it('in which nobody fails cannot promise that nobody ever will', () => {
    const everybody = Array.from({ length: 20 }, (_, place) => mated(`p${place}`, 0.9));
    const rank1 = figure(evaluationFindings(everybody, 0.5, quick), 'rank1');
    expect(rank1).toMatchObject({ value: 1, high: 1 });
    // Clopper and Pearson: 0.025 to the power of 1 / 20.
    expect(rank1?.low).toBeCloseTo(0.025 ** (1 / 20), 9);
  });

  it('whose scores are all the same tells nobody apart', () => {
    const same = [...Array(30).keys()].flatMap((place) => [
      mated(`p${place}`, 0.5),
      stranger(`s${place}`, 0.5),
    ]);
    const findings = evaluationFindings(same, 0.5, quick);
    expect(figure(findings, 'auroc')).toMatchObject({ value: 0.5, low: 0.5, high: 0.5 });
    expect(figure(findings, 'dir_at_fpir.0.1')?.value).toBe(0);
    expect(figure(findings, 'aupr')?.value).toBeCloseTo(0.5, 12);
    expect(findings.curves.dirFpir.map(({ fpir: rate, dir: share }) => [rate, share])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expectPlain(findings);
  });

  it('without any face has nobody found', () => {
    const findings = evaluationFindings(
      [faceless('a', true), faceless('b', true), faceless('s', false)],
      0.5,
      quick,
    );
    expect(figure(findings, 'rank1')?.value).toBe(0);
    expect(figure(findings, 'detect_fail_rate')?.value).toBe(1);
    expect(findings.scoreHistogram.edges).toEqual([]);
    expectPlain(findings);
  });

  it('without a photo, or with a threshold that is no number, is refused', () => {
    expect(() => evaluationFindings([], 0.5)).toThrow(expect.objectContaining({ code: 'EVALUATION_EMPTY' }));
    expect(() => evaluationFindings(madeTest(), Number.NaN)).toThrow(
      expect.objectContaining({ code: 'SCORE_INVALID' }),
    );
  });

  it('of any shape gives plain findings', () => {
    fc.assert(
      fc.property(someSearches, (list) => {
        expectPlain(evaluationFindings(list, 0.5, { resampleCount: 3 }));
      }),
      { numRuns: 40 },
    );
  });
});
