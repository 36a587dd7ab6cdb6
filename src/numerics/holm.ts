/**
 * P-values corrected for how many they are, so that the chance of any false alarm is at most the level they are compared
 * with, however they hang together (Holm 1979). In the order given, each at most 1.
 */
export function holmCorrected(pValues: readonly number[]): number[] {
  const order = pValues.map((_, place) => place).sort((a, b) => pValues[a] - pValues[b]);
  const corrected = new Array<number>(pValues.length);
  let greatest = 0;
  order.forEach((place, rank) => {
    greatest = Math.max(greatest, Math.min(1, (pValues.length - rank) * pValues[place]));
    corrected[place] = greatest;
  });
  return corrected;
}
