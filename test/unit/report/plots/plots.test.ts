import { describe, expect, it } from 'vitest';
import type { DirFpirPoint } from '../../../../src/core/evaluation-curves.ts';
import { cmcPlot } from '../../../../src/report/plots/cmc-plot.ts';
import { dirFpirPlot } from '../../../../src/report/plots/dir-fpir-plot.ts';
import { oscrPlot } from '../../../../src/report/plots/oscr-plot.ts';
import type { Plot } from '../../../../src/report/plots/plot.ts';
import { rateRowsPlot } from '../../../../src/report/plots/rate-rows-plot.ts';
import { rateText } from '../../../../src/report/plots/rate-text.ts';
import { reliabilityPlot } from '../../../../src/report/plots/reliability-plot.ts';
import { riskCoveragePlot } from '../../../../src/report/plots/risk-coverage-plot.ts';
import { scorePlot } from '../../../../src/report/plots/score-plot.ts';
import { lowerShares, upperShares } from '../../../../src/report/plots/share-axis.ts';

type Row = Record<string, number | string>;

/** The data of each layer of a plot. */
const layersOf = ({ spec }: Plot): Row[][] =>
  (spec as unknown as { layer: { data: { values: Row[] } }[] }).layer.map(({ data }) => data.values);

const point = (fpir: number, dir: number, isMeasurable = true): DirFpirPoint => ({
  ...{ fpir, dir, threshold: 0.5, isMeasurable },
  ...{ low: dir - 0.3, high: dir + 0.01 },
});

describe('DIR over FPIR', () => {
  const points = [point(0, 0.1, false), point(0.001, 0.5, false), point(0.01, 0.91), point(0.1, 0.97)];

  it('leaves out what too few strangers stand behind', () => {
    expect(layersOf(dirFpirPlot(points))[1]).toEqual([
      { fpir: 0.01, dir: 0.91 },
      { fpir: 0.1, dir: 0.97 },
    ]);
  });

  it('draws all but FPIR 0, and says so, where no point can be relied on', () => {
    const plot = dirFpirPlot(points.map((one) => ({ ...one, isMeasurable: false })));
    expect(layersOf(plot)[1]).toHaveLength(3);
    expect(plot.explanation).toContain('too few photos of strangers');
    expect(plot.label).toContain('no point could be measured');
  });

  it('cuts the band where the axis ends', () => {
    const [band = []] = layersOf(dirFpirPlot(points));
    expect(band.map(({ low }) => low)).toEqual([0.9, 0.9]);
  });

  it('marks the threshold of the run where it lies on the axes, and tells of it', () => {
    const shown = dirFpirPlot(points, { fpir: 0.05, dir: 0.95 });
    expect(layersOf(shown)[2]).toEqual([{ fpir: 0.05, dir: 0.95 }]);
    expect(shown.label).toContain('95.0\u00A0% at the threshold of this run, which named 5\u00A0%');
    const hidden = dirFpirPlot(points, { fpir: 0.0001, dir: 0.3 });
    expect(layersOf(hidden)[2]).toEqual([]);
    expect(hidden.explanation).not.toContain('dot');
  });
});

describe('the other curves', () => {
  it('draws OSCR from the least share of strangers that can be measured', () => {
    const points = [0, 0.001, 0.01, 1].map((fpr) => ({ fpr, ccr: 0.9 + fpr / 20, threshold: 0.5 }));
    expect(layersOf(oscrPlot(points, 0.93, 0.005))[0]?.map(({ fpr }) => fpr)).toEqual([0.01, 1]);
    expect(oscrPlot(points, 0.93, 0.005).label).toContain('0.9300');
    expect(oscrPlot(points, null, 0.005).label).toContain('not measurable');
  });

  it('draws scores of enrolled people as shares of all of them, right and wrong', () => {
    const histogram = { edges: [0, 0.5, 1], matedRight: [1, 7], matedWrong: [2, 0], nonMated: [4, 1] };
    const [bins = []] = layersOf(scorePlot(histogram, 0.6));
    const sharesOf = (group: string) => bins.filter((bin) => bin.group === group).map(({ share }) => share);
    expect(sharesOf('enrolled: right')).toEqual([0.1, 0.7, 0.7]);
    expect(sharesOf('enrolled: wrong')).toEqual([0.2, 0, 0]);
    expect(sharesOf('strangers')).toEqual([0.8, 0.2, 0.2]);
  });

  it('leaves a group without photos out of the scores', () => {
    const histogram = { edges: [0, 0.5, 1], matedRight: [1, 7], matedWrong: [0, 0], nonMated: [0, 0] };
    const plot = scorePlot(histogram, 0.6);
    expect(new Set(layersOf(plot)[0]?.map(({ group }) => group))).toEqual(new Set(['enrolled: right']));
    expect(plot.label).not.toContain('strangers');
  });

  it('tells rank 1 and the last rank of a CMC', () => {
    const points = [0.9, 0.95, 0.951].map((share, place) => ({
      rank: place + 1,
      share,
      low: share,
      high: share,
    }));
    expect(cmcPlot(points).label).toMatch(/first in 90\.0.% .* first 3 candidates in 95\.1.%/);
  });

  it('tells the risk at a quarter, half, three quarters and all of the answers', () => {
    const points = [0.1, 0.25, 0.6, 1].map((coverage) => ({ coverage, risk: coverage / 10, threshold: 0.5 }));
    expect(riskCoveragePlot(points).label).toBe(
      'Share of names that are wrong: 2.5 % when 25 % are named; 2.5 % when 50 % are named; 6.0 % when 75 % are named; 10.0 % when 100 % are named.'.replace(
        / %/g,
        '\u00A0%',
      ),
    );
  });

  it('puts the stated probability against what came true', () => {
    const bin = {
      leastProbability: 0,
      greatestProbability: 1,
      count: 9,
      meanProbability: 0.7,
      shareRight: 0.6,
      low: 0.4,
      high: 0.8,
    };
    const plot = reliabilityPlot([bin], 0.1);
    expect(layersOf(plot)[2]).toEqual([{ said: 0.7, right: 0.6, low: 0.4, high: 0.8 }]);
    expect(plot.table?.rows).toEqual([['9', '70.0\u00A0%', '60.0\u00A0%', '40.0\u00A0% to 80.0\u00A0%']]);
  });
});

describe('rows of rates', () => {
  const wording = { id: 'rows', title: 'Rows', explanation: 'Rows.', of: 'network', rates: 'named right' };

  it('draws a rate without an interval as a point alone', () => {
    const [bars] = layersOf(rateRowsPlot([{ name: 'a', rate: 0.9, low: null, high: null }], wording));
    expect(bars).toEqual([{ name: 'a', rate: 0.9, low: 0.9, high: 0.9, said: '90.0\u00A0%' }]);
  });

  it('counts photos in its table only where they are known', () => {
    const row = { name: 'a', rate: 0.9, low: 0.8, high: 1 };
    expect(rateRowsPlot([row], wording).table?.columns).not.toContain('photos');
    expect(rateRowsPlot([{ ...row, count: 1200 }], wording).table?.rows[0]?.[1]).toBe('1,200');
  });
});

describe('axes and texts of shares', () => {
  it.each([
    [
      [0.993, 0.999],
      [0.99, 1],
    ],
    [[0.95], [0.9, 1]],
    [[0.5], [0.4, 1]],
    [[0], [0, 1]],
    [[], [0.99, 1]],
  ])('an axis for %j runs over %j', (values, domain) => {
    expect(upperShares(values)).toEqual(domain);
  });

  it('an axis of small shares begins at 0', () => {
    expect(lowerShares([0.003, 0.02])).toEqual([0, 0.03]);
  });

  it.each([
    [0, '0'],
    [1, '100'],
    [0.9999, '99.99'],
    [0.00004, '0.00'],
    [0.5, '50.0'],
  ])('writes %d as %s per cent', (rate, text) => {
    expect(rateText(rate)).toBe(`${text}\u00A0%`);
  });
});
