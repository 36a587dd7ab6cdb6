import { FIGURE_KEYS } from '../../../../src/core/evaluation-figures.ts';
import type { FigureDifference, RunComparison } from '../../../../src/core/run-comparison.ts';
import type { ComparisonModel } from '../../../../src/report/comparison/comparison-model.ts';

/** Two made runs: the second is clearly better in rank 1 and in nothing else. */
export function madeComparison(fields: Partial<ComparisonModel> = {}): ComparisonModel {
  return {
    first: { path: 'a/report.json', title: 'Made test', threshold: 0.5 },
    second: { path: 'b/report.json', title: 'Made test', threshold: 0.48 },
    runs: madeRuns(),
    changed: [
      {
        ...{ photo: 'Lê Thu Hà/2.jpg', person: 'Lê Thu Hà', isMated: true },
        ...{ first: { kind: 'right' }, second: { kind: 'named-wrongly', as: 'Ewa Nowak' } },
        ...{ firstScore: 0.52, secondScore: 0.49 },
      },
      {
        ...{ photo: 'Sofia Rossi/1.jpg', person: 'Sofia Rossi', isMated: false },
        ...{ first: { kind: 'named-wrongly', as: 'Ewa Nowak' }, second: { kind: 'right' } },
        ...{ firstScore: 0.53, secondScore: null },
      },
    ],
    settings: [
      { name: 'options.fpir', first: '0.01', second: '0.02' },
      { name: 'options.head', second: 'lda' },
    ],
    ...fields,
  };
}

/** What two made runs came to; fields as given. */
export function madeRuns(fields: Partial<RunComparison> = {}): RunComparison {
  const test = { onlyFirstRight: 3, onlySecondRight: 14, bothRight: 2600, bothWrong: 35, pValue: 0.0127 };
  return {
    ...{ photosInBoth: 4210, photosOnlyInFirst: 0, photosOnlyInSecond: 0 },
    differences: FIGURE_KEYS.map((key) => madeDifference({ key, isClear: key === 'rank1' })),
    ...{ rank1: test, recognised: { ...test, pValue: 0.00002 }, strangersRefused: null },
    ...fields,
  };
}

/** A figure that rose by 0.004; fields as given. */
export function madeDifference(fields: Partial<FigureDifference> = {}): FigureDifference {
  return {
    key: 'rank1',
    better: 'higher',
    first: 0.99,
    second: 0.994,
    difference: { value: 0.004, low: 0.001, high: 0.007 },
    isClear: true,
    ...fields,
  };
}
