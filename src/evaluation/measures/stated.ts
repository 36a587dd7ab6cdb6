import { type Measure, meanOver } from '../counting/measure.ts';
import type { SearchTable } from '../counting/search-table.ts';
import {
  brierScore,
  logLoss,
  type ReliabilityBin,
  reliabilityTable,
  type StatedProbability,
} from '../reliability.ts';

/** The searches for which a probability was stated, and their bins of equal number. */
export interface StatedSearches {
  /** By search; undefined where nothing was stated, shape [N]. */
  readonly stated: readonly (StatedProbability | undefined)[];
  /** Of the test as it is; empty where nothing was stated. */
  readonly bins: readonly ReliabilityBin[];
  /** Bin of each search, -1 where nothing was stated, shape [N]. */
  readonly binOf: Int32Array;
}

/** What was stated of the best candidates, and what came of it. */
export function statedSearches({ searches }: SearchTable): StatedSearches {
  const stated = searches.map(({ probability, found }) =>
    probability === undefined ? undefined : { probability, isRight: found?.mate?.rank === 1 },
  );
  const some = stated.filter((one) => one !== undefined);
  const bins = some.length === 0 ? [] : reliabilityTable(some);
  const binOf = Int32Array.from(stated, (one) =>
    one === undefined ? -1 : bins.findIndex(({ high }) => one.probability <= high),
  );
  return { stated, bins, binOf };
}

/** Mean Brier score and log loss of what was stated, two figures. */
export function lossMeasures(table: SearchTable, { stated }: StatedSearches): readonly [Measure, Measure] {
  const meanLoss = (loss: (stated: readonly StatedProbability[]) => number): Measure =>
    meanOver(
      table.people,
      (search) => loss([stated[search] as StatedProbability]),
      (search) => stated[search] !== undefined,
    );
  return [meanLoss(brierScore), meanLoss(logLoss)];
}

/** Expected calibration error in the bins of the test as it is, and the share that came true in each bin. */
export function reliabilityMeasure({ stated, bins, binOf }: StatedSearches): Measure {
  return ({ searches: weights }) => {
    const counts = new Float64Array(bins.length);
    const rights = new Float64Array(bins.length);
    const sums = new Float64Array(bins.length);
    stated.forEach((one, search) => {
      if (one === undefined) return;
      const bin = binOf[search] as number;
      const weight = weights[search] as number;
      counts[bin] = (counts[bin] as number) + weight;
      rights[bin] = (rights[bin] as number) + (one.isRight ? weight : 0);
      sums[bin] = (sums[bin] as number) + weight * one.probability;
    });
    const total = counts.reduce((sum, count) => sum + count, 0);
    const gap = rights.reduce((sum, right, bin) => sum + Math.abs((sums[bin] as number) - right), 0);
    return [gap / total, ...rights.map((right, bin) => right / (counts[bin] as number))];
  };
}
