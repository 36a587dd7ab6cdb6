import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Draw, Measure } from '../../../../src/evaluation/counting/measure.ts';
import { searchTable } from '../../../../src/evaluation/counting/search-table.ts';
import type { EvaluatedSearch } from '../../../../src/evaluation/evaluated-search.ts';
import { auroc, dirAtFpir } from '../../../../src/evaluation/identification.ts';
import {
  aurocMeasure,
  averagePrecisionMeasure,
  oscrMeasure,
  riskCoverageMeasure,
} from '../../../../src/evaluation/measures/areas.ts';
import { ccrAtRates } from '../../../../src/evaluation/measures/ccr-at-rates.ts';
import { dirAtRates } from '../../../../src/evaluation/measures/dir-at-rates.ts';
import { macroF1Measure } from '../../../../src/evaluation/measures/macro-f1.ts';
import { oscrArea } from '../../../../src/evaluation/oscr.ts';
import { faceless, mated, someSearches, stranger } from '../../../support/evaluated-searches.ts';

type Table = ReturnType<typeof searchTable>;

function measured(
  searches: readonly EvaluatedSearch[],
  measure: (table: Table) => Measure,
  times?: number[],
): number[] {
  const table = searchTable(searches);
  const people = Float64Array.from(
    times ?? new Array(table.people.enrolledCount + table.people.strangerCount).fill(1),
  );
  const draw: Draw = {
    people,
    searches: Float64Array.from(table.people.personOf, (person) => people[person] ?? 0),
  };
  return Array.from(measure(table)(draw));
}

/** The same test with every person's photos written down as often as they were drawn. */
function repeated(searches: readonly EvaluatedSearch[], times: readonly number[]): EvaluatedSearch[] {
  const { personOf } = searchTable(searches).people;
  return searches.flatMap((search, place) => new Array(times[personOf[place] ?? 0] ?? 1).fill(search));
}

describe('average precision', () => {
  it('sums gains in recall times the precision there, a tie accepted together', () => {
    // 0.9 enrolled: 1/3 x 1. 0.5 enrolled and stranger: 1/3 x 2/3. 0.2 stranger. No face, enrolled: 1/3 x 3/5.
    const searches = [
      mated('a', 0.9),
      mated('b', 0.5),
      stranger('p', 0.5),
      stranger('q', 0.2),
      faceless('c', true),
    ];
    expect(measured(searches, averagePrecisionMeasure)[0]).toBeCloseTo(1 / 3 + 2 / 9 + 1 / 5, 12);
  });

  it('is the share of enrolled people where all scores are equal', () => {
    const searches = [mated('a', 0.5), stranger('p', 0.5), stranger('q', 0.5), stranger('r', 0.5)];
    expect(measured(searches, averagePrecisionMeasure)[0]).toBe(0.25);
  });
});

describe('the area under the risk-coverage curve', () => {
  it('is the mean of the risks at the score of each search', () => {
    // Right 0.9, wrong 0.8, right 0.7, stranger 0.1: risks 0, 1/2, 1/3, 2/4.
    const searches = [mated('a', 0.9), mated('b', 0.7, { rank: 2 }), mated('c', 0.7), stranger('p', 0.1)];
    expect(measured(searches, riskCoverageMeasure)[0]).toBeCloseTo((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4, 12);
  });

  it('is the share of wrong names where all scores are equal', () => {
    const searches = [mated('a', 0.5), stranger('p', 0.5), stranger('q', 0.5)];
    expect(measured(searches, riskCoverageMeasure)[0]).toBeCloseTo(2 / 3, 12);
  });
});

describe('CCR at FPR', () => {
  it('is the share named rightly above the strangers that may pass', () => {
    const searches = [
      mated('a', 0.8),
      mated('b', 0.5),
      mated('c', 0.1),
      stranger('p', 0.7),
      stranger('q', 0.2),
    ];
    expect(measured(searches, (table) => ccrAtRates(table, [0, 0.5, 1]))).toEqual([1 / 3, 2 / 3, 1]);
  });

  it('lies on the straight line of a tie', () => {
    const searches = [mated('a', 0.5), stranger('p', 0.5), stranger('q', 0.5)];
    expect(measured(searches, (table) => ccrAtRates(table, [0, 0.5, 1]))).toEqual([0, 0.5, 1]);
  });

  it('is DIR at FPIR where no stranger scores the same as an enrolled person or a stranger', () => {
    const untied = someSearches.map((list) =>
      list.map(
        (search, place): EvaluatedSearch =>
          search.isMated || !search.found
            ? search
            : stranger(search.person, search.found.bestScore + 0.001 * (place + 1)),
      ),
    );
    fc.assert(
      fc.property(untied, fc.constantFrom(0, 0.1, 0.25, 0.5, 1), (list, rate) => {
        const ccr = measured(list, (table) => ccrAtRates(table, [rate]))[0];
        expect(ccr).toBeCloseTo(dirAtFpir(list, rate).dir, 12);
      }),
    );
  });
});

describe('macro F1', () => {
  it('has unknown as a label and means over the labels that are true', () => {
    // a: right once, missed once, and a stranger named a: 2 / (2 + 1 + 1). b: right once. unknown: right once of two, and a's miss.
    const searches = [
      mated('a', 0.9),
      mated('a', 0.3),
      mated('b', 0.9),
      stranger('p', 0.8, { like: 'a' }),
      stranger('q', 0.1),
    ];
    const mean = (2 / 4 + 1 + 2 / 4) / 3;
    expect(measured(searches, (table) => macroF1Measure(table, 0.5))[0]).toBeCloseTo(mean, 12);
  });

  it('does not confuse somebody called unknown with a stranger', () => {
    const searches = [mated('unknown', 0.9), stranger('p', 0.1)];
    expect(measured(searches, (table) => macroF1Measure(table, 0.5))).toEqual([1]);
  });
});

describe('laws', () => {
  it('every measure gives what the plain definition gives', () => {
    fc.assert(
      fc.property(someSearches, (list) => {
        expect(measured(list, aurocMeasure)[0]).toBeCloseTo(auroc(list), 12);
        expect(measured(list, oscrMeasure)[0]).toBeCloseTo(oscrArea(list), 12);
        const rates = [0, 0.1, 0.3, 0.5, 1];
        const dirs = measured(list, (table) => dirAtRates(table, rates));
        rates.forEach((rate, place) => {
          expect(dirs[place]).toBeCloseTo(dirAtFpir(list, rate).dir, 12);
        });
      }),
    );
  });

  it('a person drawn so often counts as if their photos stood there so often', () => {
    const measures = [
      aurocMeasure,
      oscrMeasure,
      averagePrecisionMeasure,
      riskCoverageMeasure,
      (table: Table) => dirAtRates(table, [0, 0.1, 0.5]),
      (table: Table) => ccrAtRates(table, [0, 0.1, 0.5]),
      (table: Table) => macroF1Measure(table, 0.5),
    ];
    fc.assert(
      fc.property(someSearches, fc.array(fc.nat(3), { minLength: 12, maxLength: 12 }), (list, drawn) => {
        const { enrolledCount, strangerCount } = searchTable(list).people;
        // The last of each kind is always drawn, so that neither runs out.
        const times = drawn
          .slice(0, enrolledCount + strangerCount)
          .map((count, person) =>
            person === enrolledCount - 1 || person === enrolledCount + strangerCount - 1 ? count + 1 : count,
          );
        for (const measure of measures) {
          const weighted = measured(list, measure, times);
          measured(repeated(list, times), measure).forEach((figure, place) => {
            expect(weighted[place]).toBeCloseTo(figure, 10);
          });
        }
      }),
    );
  });
});
