import { quantile } from '../../numerics/statistics.ts';

/** Attributes of photos by photo name. */
export type PhotoAttributes = ReadonlyMap<string, Readonly<Record<string, number | string>>>;

/** An attribute with its searches sorted into slices. */
export interface CutAttribute {
  readonly attribute: string;
  readonly kind: 'quartiles' | 'values';
  /** Names of the slices, in order. */
  readonly slices: readonly string[];
  /** Slice of each search, -1 where the attribute is not known, shape [N]. */
  readonly sliceOf: Int32Array;
}

/** Rarer values share one slice. */
const MAX_SLICES = 12;

/**
 * Sorts searches into slices of one attribute: numbers at their quartiles, unless there are four or fewer of them; other
 * values each by itself, the rarest together. Numbers that are not finite count as not known.
 * @param values by search, shape [N]
 */
export function cutAttribute(
  attribute: string,
  values: readonly (number | string | undefined)[],
): CutAttribute {
  const known = values.filter((value) => value !== undefined && !Number.isNaN(value));
  const numbers = known.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
  const isNumeric = numbers.length > 0 && known.every((value) => typeof value === 'number');
  if (isNumeric && new Set(numbers).size > 4) return cutAtQuartiles(attribute, values, numbers);
  return cutByValue(attribute, values, isNumeric);
}

function cutAtQuartiles(
  attribute: string,
  values: readonly (number | string | undefined)[],
  numbers: readonly number[],
): CutAttribute {
  const cuts = [0.25, 0.5, 0.75].map((share) => quantile(numbers, share));
  const quartileOf = (value: number): number => cuts.filter((cut) => value > cut).length;
  const members = [0, 1, 2, 3].map((quartile) => numbers.filter((value) => quartileOf(value) === quartile));
  // Many equal numbers can leave a quartile empty.
  const kept = members.map((some, quartile) => ({ some, quartile })).filter(({ some }) => some.length > 0);
  const placeOf = new Map(kept.map(({ quartile }, place) => [quartile, place]));
  return {
    attribute,
    kind: 'quartiles',
    slices: kept.map(({ some }) => rangeOf(some)),
    sliceOf: Int32Array.from(values, (value) =>
      typeof value === 'number' && Number.isFinite(value) ? (placeOf.get(quartileOf(value)) ?? -1) : -1,
    ),
  };
}

function rangeOf(numbers: readonly number[]): string {
  const [low, high] = numbers.reduce(
    ([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)] as const,
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const,
  );
  return low === high ? short(low) : `${short(low)} to ${short(high)}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function cutByValue(
  attribute: string,
  values: readonly (number | string | undefined)[],
  isNumeric: boolean,
): CutAttribute {
  const counts = new Map<number | string, number>();
  for (const value of values) {
    if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const byCount = [...counts].sort(([a, m], [b, n]) => n - m || (String(a) < String(b) ? -1 : 1));
  const isCrowded = byCount.length > MAX_SLICES;
  const own = byCount.slice(0, isCrowded ? MAX_SLICES - 1 : MAX_SLICES).map(([value]) => value);
  if (isNumeric) own.sort((a, b) => Number(a) - Number(b));
  const rest = isCrowded ? [`${byCount.length - own.length} rarer values`] : [];
  const placeOf = new Map(own.map((value, place) => [value, place]));
  return {
    attribute,
    kind: 'values',
    slices: [...own.map(String), ...rest],
    sliceOf: Int32Array.from(values, (value) =>
      value === undefined || !counts.has(value) ? -1 : (placeOf.get(value) ?? own.length),
    ),
  };
}
