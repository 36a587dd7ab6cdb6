import { describe, expect, it } from 'vitest';
import { FIGURE_KEYS } from '../../../src/core/evaluation-figures.ts';
import type { Threshold } from '../../../src/core/identification.ts';
import { evaluationFindings } from '../../../src/evaluation/findings.ts';
import { identificationFigures } from '../../../src/pipeline/identification-figures.ts';
import { faceless, mated, stranger } from '../../support/evaluated-searches.ts';

const threshold: Threshold = {
  value: 0.5,
  fpirAsked: 0.1,
  setOn: 'strangers',
  personCount: 30,
  photoCount: 30,
  realisedFpir: { rate: 0.1, low: 0, high: 0.2 },
  isPromised: true,
  statement: '',
};
const searches = [
  ...Array.from({ length: 10 }, (_, place) => mated(`p${place}`, 0.4 + place / 20)),
  ...Array.from({ length: 40 }, (_, place) => stranger(`s${place}`, place / 100)),
  faceless('p0', true),
];
const findings = evaluationFindings(searches, 0.5, { resampleCount: 30 });
const figures = identificationFigures(findings, { threshold, strangerShare: undefined });

describe('the JSON of an identification test', () => {
  it('has each figure under its name, and its interval under the same', () => {
    expect(Object.keys(figures.intervals)).toEqual([...FIGURE_KEYS]);
    for (const { key, value, low, high } of findings.figures) {
      const [name = '', ...rate] = key.split(/\.(.*)/);
      const told = Object.entries(figures).find(([known]) => known === name)?.[1];
      expect(rate.length === 0 ? told : told[rate[0] ?? '']).toBe(value);
      expect(figures.intervals[key]).toEqual(low === null ? null : [low, high]);
    }
  });

  it('has null for what cannot be measured, and why', () => {
    expect(figures.dir_at_fpir).toEqual({ '0.1': 10 / 11, '0.01': null, '0.001': null });
    expect(figures.not_measurable['ccr_at_fpr.0.001']).toContain(
      'needs 3000 searches for strangers; there are 40',
    );
    expect(figures.not_measurable['brier']).toBe('No probability was stated.');
    expect(figures.not_measurable).not.toHaveProperty('rank1');
  });

  it('counts searches, people and photos without a face', () => {
    expect(figures).toMatchObject({
      mated_searches: 11,
      non_mated_searches: 40,
      enrolled_people: 10,
      strangers: 40,
      detect_fail: 1,
      asked_fpir: 0.1,
      threshold: 0.5,
      stranger_share: null,
    });
  });
});
