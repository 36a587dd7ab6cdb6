import {
  type BootstrapOptions,
  clopperPearsonInterval,
  type Interval,
  mean,
  quantile,
} from '../../numerics/statistics.ts';
import type { Draw, Measure } from '../counting/measure.ts';
import type { SearchTable } from '../counting/search-table.ts';
import { type Spread, spreadOf } from './spread.ts';

/** One figure of one trial. */
export interface TrialMeasure {
  /** One figure. */
  readonly measure: Measure;
  /** Why this trial cannot give it. */
  readonly missing?: string | undefined;
  /** Whose searches it is a share of; absent where it is no share. */
  readonly shareOf?: 'mated' | 'strangers';
}

/** A trial: its searches and the figures counted from them, the same in every trial. */
export interface Trial<Key extends string> {
  readonly table: SearchTable;
  readonly measures: Readonly<Record<Key, TrialMeasure>>;
}

/** A figure over trials, with the 95 % interval of its mean over people. Null where too few searches or people count. */
export interface TrialFigure extends Spread {
  readonly low: number | null;
  readonly high: number | null;
  /** What is missing, in one sentence; present exactly where a number is null. */
  readonly reason?: string;
}

/**
 * Figures over trials in which the same people take part. What varies from trial to trial is not what varies from one set of
 * people to another: so people are drawn with replacement (Efron 1979), each with all photos and in all trials at once, and
 * the interval is that of the mean over trials, from the 2.5 to the 97.5 % quantile. A mean of 0 or 1 has the interval of
 * Clopper and Pearson (1934), every person one trial.
 * @param strata names of the people, each in one stratum; every stratum is drawn for itself
 */
export function measureOverTrials<Key extends string>(
  trials: readonly Trial<Key>[],
  strata: readonly (readonly string[])[],
  options: BootstrapOptions,
): Record<Key, TrialFigure> {
  const keys = Object.keys(trials[0]?.measures ?? {}) as Key[];
  const drawn = drawnTrials(trials, strata);
  const asItIs = keys.map((key) => drawn.map((trial) => figureOf(trial, key)));
  const resamples = keys.map((): number[] => []);
  for (let r = 0; r < options.resampleCount; r++) {
    drawInto(drawn, strata, options);
    keys.forEach((key, k) => {
      const figures = drawn.flatMap((trial) => figureOf(trial, key) ?? []);
      if (figures.length > 0) resamples[k]?.push(mean(figures));
    });
  }
  const entries = keys.map((key, k): [Key, TrialFigure] => {
    const spread = spreadOf(asItIs[k] ?? []);
    const missing = trials.find((trial) => trial.measures[key].missing !== undefined)?.measures[key].missing;
    return [
      key,
      withInterval(spread, { resamples: resamples[k] ?? [], missing, people: peopleOf(trials, key) }),
    ];
  });
  return Object.fromEntries(entries) as Record<Key, TrialFigure>;
}

/** A trial with how often each of its people is drawn at the moment. */
interface DrawnTrial<Key extends string> {
  readonly trial: Trial<Key>;
  readonly draw: Draw;
  /** Place in the strata, one after the other, of the person of each search, shape [N]. */
  readonly placeOf: Int32Array;
  /** How often each person of the strata was drawn. */
  readonly times: Float64Array;
}

function drawnTrials<Key extends string>(
  trials: readonly Trial<Key>[],
  strata: readonly (readonly string[])[],
): DrawnTrial<Key>[] {
  const names = strata.flat();
  const places = new Map(names.map((name, place) => [name, place]));
  const times = new Float64Array(names.length).fill(1);
  return trials.map((trial) => {
    const { searches, people } = trial.table;
    const placeOf = Int32Array.from(searches, ({ person }) => {
      const place = places.get(person);
      if (place === undefined) throw new RangeError(`The person ${person} is in no stratum.`);
      return place;
    });
    const draw = {
      people: new Float64Array(people.enrolledCount + people.strangerCount).fill(1),
      searches: new Float64Array(searches.length).fill(1),
    };
    return { trial, draw, placeOf, times };
  });
}

function figureOf<Key extends string>({ trial, draw }: DrawnTrial<Key>, key: Key): number | undefined {
  const { measure, missing } = trial.measures[key];
  if (missing !== undefined) return undefined;
  const value = measure(draw)[0];
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

function drawInto(
  trials: readonly DrawnTrial<string>[],
  strata: readonly (readonly string[])[],
  { random }: BootstrapOptions,
): void {
  const times = trials[0]?.times ?? new Float64Array(0);
  times.fill(0);
  let first = 0;
  for (const { length } of strata) {
    for (let n = 0; n < length; n++) {
      const place = first + Math.floor(random() * length);
      times[place] = (times[place] ?? 0) + 1;
    }
    first += length;
  }
  for (const { trial, draw, placeOf } of trials) {
    placeOf.forEach((place, search) => {
      const count = times[place] ?? 0;
      draw.searches[search] = count;
      draw.people[trial.table.people.personOf[search] ?? 0] = count;
    });
  }
}

/** People the figure hangs on; all of them where it is no share. */
function peopleOf<Key extends string>(
  trials: readonly Trial<Key>[],
  key: Key,
): { count: number; isShare: boolean } {
  const shareOf = trials[0]?.measures[key].shareOf;
  const names = trials.flatMap(({ table }) =>
    table.searches.filter(({ isMated }) => shareOf === undefined || isMated === (shareOf === 'mated')),
  );
  return { count: new Set(names.map(({ person }) => person)).size, isShare: shareOf !== undefined };
}

function withInterval(
  spread: Spread,
  known: {
    readonly resamples: readonly number[];
    readonly missing: string | undefined;
    readonly people: { readonly count: number; readonly isShare: boolean };
  },
): TrialFigure {
  const { mean: value } = spread;
  const { resamples, missing, people } = known;
  if (value === null)
    return {
      ...spread,
      low: null,
      high: null,
      reason: missing ?? 'No trial has a search that counts for it.',
    };
  if (people.count < 2 || resamples.length === 0)
    return { ...spread, low: null, high: null, reason: 'An interval needs at least two people.' };
  return { ...spread, ...intervalOf(value, resamples, people) };
}

function intervalOf(
  value: number,
  resamples: readonly number[],
  { count, isShare }: { readonly count: number; readonly isShare: boolean },
): Interval {
  if (isShare && (value === 0 || value === 1)) return clopperPearsonInterval(value * count, count);
  return { low: quantile(resamples, 0.025), high: quantile(resamples, 0.975) };
}
