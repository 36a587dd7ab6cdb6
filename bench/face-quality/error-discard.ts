/** Share of the worst faces that is discarded at most. */
const MOST_DISCARDED = 0.5;

/** How the errors of searches fall as the faces of the lowest quality are discarded (Grother and Tabassi 2007). */
export interface ErrorDiscard {
  /** Mean error over all shares from none to half. */
  readonly area: number;
  /** Error with none, a tenth, a fifth and half of the faces discarded. */
  readonly errors: readonly number[];
}

/** @param qualities higher is better @param isError of the same faces */
export function errorDiscard(qualities: readonly number[], isError: readonly boolean[]): ErrorDiscard {
  const order = [...qualities.keys()].sort((a, b) => (qualities[a] ?? 0) - (qualities[b] ?? 0) || a - b);
  const count = order.length;
  let left = isError.filter(Boolean).length;
  const rates: number[] = [];
  for (let discarded = 0; discarded <= Math.floor(MOST_DISCARDED * count); discarded++) {
    rates.push(left / (count - discarded));
    if (isError[order[discarded] ?? 0]) left -= 1;
  }
  const at = (share: number): number => rates[Math.floor(share * count)] ?? Number.NaN;
  return { area: rates.reduce((a, b) => a + b, 0) / rates.length, errors: [0, 0.1, 0.2, 0.5].map(at) };
}
