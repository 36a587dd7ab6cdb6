import type { Estimate } from '../../core/evaluation-figures.ts';
import type { SliceDifference, SliceRow } from '../../core/evaluation-slices.ts';
import { estimateOf } from '../counting/estimate.ts';
import type { Measure } from '../counting/measure.ts';
import type { Measured } from '../counting/resample.ts';
import type { SearchTable } from '../counting/search-table.ts';
import type { CutAttribute } from './cut-attribute.ts';
import { differenceTest } from './difference-test.ts';

/** One slice of an attribute. */
export interface SliceOf {
  readonly table: SearchTable;
  readonly threshold: number;
  readonly cut: CutAttribute;
  /** Its place among the attribute's slices. */
  readonly place: number;
}

/** Figures that {@link sliceMeasure} gives for a slice. */
export const FIGURES_PER_SLICE = 4;

/** Corrected p-values below it are called unfair. */
const LEVEL = 0.05;

/** For every slice of an attribute DIR and FPIR, then each less that of all others of which the attribute is known. */
export function sliceMeasure({ table, threshold, cut }: Omit<SliceOf, 'place'>): Measure {
  const { isMated, best, hit } = table;
  const holds = Uint8Array.from(isMated, (mated, search) =>
    Number((mated === 1 ? (hit[search] as number) : (best[search] as number)) >= threshold),
  );
  // Column 2 s holds strangers of slice s, 2 s + 1 its enrolled people; the last pair holds all.
  const all = cut.slices.length;
  const columnOf = Int32Array.from(cut.sliceOf, (slice, search) => 2 * slice + (isMated[search] as number));
  const known = Int32Array.from(columnOf.keys()).filter((search) => (columnOf[search] as number) >= 0);
  return ({ searches: weights }) => {
    const counts = new Float64Array(2 * all + 2);
    const sums = new Float64Array(2 * all + 2);
    for (const search of known) {
      const column = columnOf[search] as number;
      counts[column] = (counts[column] as number) + (weights[search] as number);
      sums[column] = (sums[column] as number) + (weights[search] as number) * (holds[search] as number);
    }
    for (const totals of [counts, sums]) addUpInto(totals, all);
    return cut.slices.flatMap((_, slice) => figuresOfSlice(counts, sums, { slice, all }));
  };
}

/** Fills the last pair of columns with the sums of those before. */
function addUpInto(totals: Float64Array, all: number): void {
  for (let column = 0; column < 2 * all; column++) {
    const total = 2 * all + (column % 2);
    totals[total] = (totals[total] as number) + (totals[column] as number);
  }
}

function figuresOfSlice(
  counts: Float64Array,
  sums: Float64Array,
  { slice, all }: { readonly slice: number; readonly all: number },
): number[] {
  const rates = [1, 0].map((mated) => {
    const [count, sum] = [counts[2 * slice + mated] as number, sums[2 * slice + mated] as number];
    const [others, otherSum] = [
      (counts[2 * all + mated] as number) - count,
      (sums[2 * all + mated] as number) - sum,
    ];
    return [sum / count, sum / count - otherSum / others];
  });
  return [...rates.map(([rate]) => rate as number), ...rates.map(([, difference]) => difference as number)];
}

/** How surely DIR and FPIR of a slice differ from those of the others, uncorrected; null where it cannot be tested. */
export function slicePValues(slice: SliceOf): (number | null)[] {
  return figuresOf(slice).map((outcomes) => differenceTest(slice.table.people, outcomes));
}

/**
 * The row of a slice.
 * @param told.first place of its first figure @param told.pValues of DIR and FPIR, corrected
 */
export function readSlice(
  slice: SliceOf,
  told: { readonly measured: Measured; readonly first: number; readonly pValues: readonly (number | null)[] },
): SliceRow {
  const { table, cut, place } = slice;
  const members = [...cut.sliceOf.keys()].filter((search) => cut.sliceOf[search] === place);
  const mated = members.filter((search) => table.isMated[search] === 1);
  const strangers = members.filter((search) => table.isMated[search] === 0);
  const peopleIn = (some: readonly number[]): number =>
    new Set(some.map((search) => table.people.personOf[search])).size;
  const estimate = (figure: number, some: readonly number[], isShare: boolean): Estimate =>
    estimateOf(told.measured, told.first + figure, { peopleCount: peopleIn(some), isShare });
  const row = {
    slice: cut.slices[place] ?? '',
    matedSearches: mated.length,
    nonMatedSearches: strangers.length,
    people: peopleIn(members),
    dir: estimate(0, mated, true),
    fpir: estimate(1, strangers, true),
    dirDifference: { ...estimate(2, mated, false), pValue: told.pValues[0] ?? null },
    fpirDifference: { ...estimate(3, strangers, false), pValue: told.pValues[1] ?? null },
  };
  const warning = warningOf(cut.attribute, row);
  return warning === undefined ? row : { ...row, warning };
}

function figuresOf({ table, threshold, cut, place }: SliceOf): Parameters<typeof differenceTest>[1][] {
  const isInSlice = (search: number): boolean => cut.sliceOf[search] === place;
  const isKnown = (search: number): boolean => (cut.sliceOf[search] as number) >= 0;
  return [
    {
      counts: (search) => isKnown(search) && table.isMated[search] === 1,
      isInSlice,
      holds: (search) => (table.hit[search] as number) >= threshold,
    },
    {
      counts: (search) => isKnown(search) && table.isMated[search] === 0,
      isInSlice,
      holds: (search) => (table.best[search] as number) >= threshold,
    },
  ];
}

function warningOf(attribute: string, row: Omit<SliceRow, 'warning'>): string | undefined {
  const sentences = [
    isWorse(row.dirDifference, -1) &&
      `of enrolled people ${compared(row.dir, row.dirDifference)} are recognised`,
    isWorse(row.fpirDifference, 1) && `of strangers ${compared(row.fpir, row.fpirDifference)} are named`,
  ].filter((sentence) => sentence !== false);
  if (sentences.length === 0) return undefined;
  return `One threshold treats ${attribute} ${row.slice} unfairly: ${sentences.join('; ')}.`;
}

function isWorse({ value, pValue }: SliceDifference, sign: 1 | -1): boolean {
  return pValue !== null && pValue < LEVEL && value !== null && value * sign > 0;
}

function compared({ value }: Estimate, difference: Estimate): string {
  return `${percent(value ?? 0)}, against ${percent((value ?? 0) - (difference.value ?? 0))} of the others,`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
