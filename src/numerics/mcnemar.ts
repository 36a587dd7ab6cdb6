import { incompleteBeta } from './beta.ts';

/**
 * McNemar's test in its exact form (1947), two-sided: the chance that a fair coin splits the cases in which two methods
 * differ at least as unevenly. 1 where they never differ. Both whole numbers, at least 0.
 */
export function mcNemarExact(onlyFirst: number, onlySecond: number): number {
  const least = Math.min(onlyFirst, onlySecond);
  const most = Math.max(onlyFirst, onlySecond);
  // P(X <= least) of Binomial(least + most, 1/2) is I_1/2(most, least + 1).
  return least === most ? 1 : Math.min(1, 2 * incompleteBeta(0.5, most, least + 1));
}
