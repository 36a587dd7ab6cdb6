import type { Estimate, Figure } from '../../core/evaluation-figures.ts';
import type { FigureDifference } from '../../core/run-comparison.ts';
import { seededRandom } from '../../numerics/random.ts';
import { TOO_FEW_PEOPLE } from '../counting/estimate.ts';
import { type Measured, measureOverPeople, RESAMPLE_COUNT, RESAMPLE_SEED } from '../counting/resample.ts';
import type { SearchTable } from '../counting/search-table.ts';
import { figureSection } from '../findings/figures.ts';

/** The searches of one run and its threshold. */
interface JudgedTable {
  readonly table: SearchTable;
  readonly threshold: number;
}

/** Every figure of two runs over the same photos, row by row, and how far apart they are. */
export function figureDifferences(
  [first, second]: readonly [JudgedTable, JudgedTable],
  options: { readonly resampleCount?: number | undefined; readonly seed?: number | undefined },
): FigureDifference[] {
  const one = figureSection(first.table, first.threshold);
  const two = figureSection(second.table, second.threshold);
  const { figures } = measureOverPeople(
    first.table.people,
    {
      figures: (draw) => {
        const ofFirst = Array.from(one.measure(draw));
        const ofSecond = Array.from(two.measure(draw));
        return [
          ...ofFirst,
          ...ofSecond,
          ...ofSecond.map((figure, place) => figure - (ofFirst[place] as number)),
        ];
      },
    },
    {
      random: seededRandom(options.seed ?? RESAMPLE_SEED),
      resampleCount: options.resampleCount ?? RESAMPLE_COUNT,
    },
  );
  const [inFirst, inSecond, apart] = thirdsOf(figures);
  const after = new Map(two.read(inSecond).map((figure) => [figure.key, figure]));
  return one.read(inFirst).map((before): FigureDifference => {
    const other = after.get(before.key) ?? before;
    const difference = differenceOf(before, other, endsAt(apart, one.placeOf(before.key)));
    const isClear = (difference.low ?? 0) > 0 || (difference.high ?? 0) < 0;
    const { key, better } = before;
    return { key, better, first: before.value, second: other.value, difference, isClear };
  });
}

function thirdsOf({ values, lows, highs }: Measured): [Measured, Measured, Measured] {
  const size = values.length / 3;
  const part = (third: number): Measured => ({
    values: values.subarray(third * size, (third + 1) * size),
    lows: lows.subarray(third * size, (third + 1) * size),
    highs: highs.subarray(third * size, (third + 1) * size),
  });
  return [part(0), part(1), part(2)];
}

function endsAt(
  { lows, highs }: Measured,
  { place, isRest }: { place: number; isRest: boolean },
): [number, number] {
  const [low, high] = [lows[place] as number, highs[place] as number];
  return isRest ? [-high, -low] : [low, high];
}

function differenceOf(before: Figure, after: Figure, [low, high]: readonly [number, number]): Estimate {
  if (before.value === null || after.value === null)
    return {
      value: null,
      low: null,
      high: null,
      reason: before.reason ?? after.reason ?? 'One of the runs has no such figure.',
    };
  const value = after.value - before.value;
  const hasInterval = before.low !== null && after.low !== null;
  return hasInterval ? { value, low, high } : { value, low: null, high: null, reason: TOO_FEW_PEOPLE };
}
