import { describe, expect, it } from 'vitest';
import { identificationText } from '../../../src/cli/evaluation-text.ts';
import type { Threshold } from '../../../src/core/identification.ts';
import { evaluationFindings } from '../../../src/evaluation/findings.ts';
import { identificationFigures } from '../../../src/pipeline/identification-figures.ts';
import { faceless, mated, stranger } from '../../support/evaluated-searches.ts';

const threshold: Threshold = {
  value: 0.5,
  fpirAsked: 0.01,
  setOn: 'strangers',
  personCount: 30,
  photoCount: 30,
  realisedFpir: { rate: 0.1, low: 0, high: 0.2 },
  isPromised: true,
  statement: '',
};

function textOf(searches: Parameters<typeof evaluationFindings>[0]): string {
  const findings = evaluationFindings(searches, 0.5, { resampleCount: 50, fpirAsked: 0.01 });
  const report = {
    ...identificationFigures(findings, { threshold, strangerShare: undefined }),
    ...{
      photos_per_s: 12.5,
      photos_from_cache: 3,
      networks: {},
      threshold_statement: '',
      network_failures: [],
    },
  };
  return identificationText(report);
}

describe('the figures in the terminal', () => {
  const people = Array.from({ length: 8 }, (_, place) => mated(`p${place}`, place === 0 ? 0.4 : 0.9));
  const strangers = Array.from({ length: 40 }, (_, place) => stranger(`s${place}`, place < 20 ? 0.6 : 0.1));

  it('stand with their intervals', () => {
    const text = textOf([...people, ...strangers, faceless('p1', true)]);
    expect(text).toContain('9 searches for enrolled people, 40 for strangers\n');
    expect(text).toMatch(/DIR at the threshold {2}0\.7778 {2}\(0\.\d{4} to [01]\.\d{4}\)\n/);
    expect(text).toMatch(/FPIR asked, realised {2}0\.0100, 0\.5000 {2}\(0\.\d{4} to 0\.\d{4}\)\n/);
    expect(text).toMatch(/photos without a face 1 {2}\(\d.* % to .* % of photos\)\n/);
    expect(text).toContain('photos a second       12.5 (3 from an earlier run)\n');
  });

  it('say why one is not measurable', () => {
    expect(textOf([...people, ...strangers])).toContain(
      'DIR at FPIR 0.01      not measurable: An FPIR of 0.01 needs 300 searches for strangers; there are 40.\n',
    );
    expect(textOf(people)).toContain('0.0100, not measurable: No photo of the test shows a stranger.\n');
  });

  it('warn below, once', () => {
    const text = textOf([...people, ...strangers]);
    expect(text.split('More strangers are named than was asked for: 50 %')).toHaveLength(2);
    expect(text).not.toContain('Not measurable:');
  });
});
