import type { Verdict } from '../../core/changed-photo.ts';
import type { Estimate } from '../../core/evaluation-figures.ts';
import type { FigureDifference, McNemarTest, RunComparison } from '../../core/run-comparison.ts';
import { FIGURE_WORDING } from '../evaluation/figure-wording.ts';
import { counted, grouped } from '../wording.ts';

/** A difference of two figures with its sign: points of a per cent, or four decimals. */
export function differenceText({ key }: Pick<FigureDifference, 'key'>, value: number | null): string {
  if (value === null) return 'not measurable';
  const isShare = FIGURE_WORDING[key].unit === 'share';
  const text = Math.abs(isShare ? 100 * value : value).toFixed(isShare ? 2 : 4);
  const sign = Number(text) === 0 ? '' : value > 0 ? '+' : '\u2212';
  return `${sign}${text}`;
}

/** The 95 % interval of a difference; empty where there is none. */
export function differenceInterval(figure: Pick<FigureDifference, 'key'>, { low, high }: Estimate): string {
  if (low === null || high === null) return '';
  return `${differenceText(figure, low)} to ${differenceText(figure, high)}`;
}

/** Which way a clear difference goes; nothing where chance could have made it, or neither way is good. */
export function directionOf({
  isClear,
  better,
  difference,
}: FigureDifference): 'better' | 'worse' | undefined {
  const { value } = difference;
  if (!isClear || value === null || value === 0 || better === 'asked') return undefined;
  return value > 0 === (better === 'higher') ? 'better' : 'worse';
}

/** The tests on pairs of answers, each with what was asked of a photo. */
export function testsOf(runs: RunComparison): { readonly asked: string; readonly test: McNemarTest }[] {
  const tests = [
    { asked: 'right name first', test: runs.rank1 },
    { asked: 'right name at the threshold', test: runs.recognised },
    { asked: 'stranger left unknown', test: runs.strangersRefused },
  ];
  return tests.flatMap(({ asked, test }) => (test === null ? [] : [{ asked, test }]));
}

/** A p value with three decimals; very small ones as a bound. */
export function pText(pValue: number): string {
  return pValue < 0.001 ? 'below 0.001' : pValue.toFixed(3);
}

/** What became of a photo, in a few words. */
export function verdictText(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'right':
      return 'right';
    case 'named-wrongly':
      return `named ${verdict.as}`;
    case 'missed':
      return 'unknown';
    case 'no-face':
      return 'no face';
  }
}

/** On which photos two runs were compared, in a sentence. */
export function commonText({ photosInBoth, photosOnlyInFirst, photosOnlyInSecond }: RunComparison): string {
  const common = `Compared on the ${counted(photosInBoth, 'photo')} that both have`;
  if (photosOnlyInFirst + photosOnlyInSecond === 0) return `${common}.`;
  return `${common}. Left out: ${grouped(photosOnlyInFirst)} only in the first, ${grouped(photosOnlyInSecond)} only in the second. All figures here are of the common photos.`;
}
