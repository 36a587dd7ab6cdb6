import { HighestValues } from '../../numerics/highest-values.ts';

/** Verification at one false-accept rate. */
export interface VerificationRate {
  readonly far: number;
  /** Share of same pairs accepted, in [0, 1]. */
  readonly tar: number;
  /** Highest score that is refused; every score above it is accepted. */
  readonly refused: number;
}

/**
 * Verification rates over more pairs than fit in memory. The threshold is exact: of all scores of different pairs only as
 * many are kept as the greatest FAR lets through, and one more. Memory: 8 bytes for each of these, and for each same pair.
 */
export class PairRates {
  readonly #sameCount: number;
  readonly #differentCount: number;
  readonly #fars: readonly number[];
  readonly #same: number[] = [];
  readonly #different: HighestValues;

  /**
   * @param counts of all pairs, those without a score included: these are refused at every threshold; at least 1 each
   * @param fars in [0, 1)
   */
  constructor(counts: { readonly same: number; readonly different: number }, fars: readonly number[]) {
    this.#sameCount = counts.same;
    this.#differentCount = counts.different;
    this.#fars = fars;
    this.#different = new HighestValues(this.#acceptedAt(Math.max(...fars)) + 1);
  }

  /** Takes the score of a pair of one person. */
  addSame(score: number): void {
    this.#same.push(score);
  }

  /** Takes the score of a pair of two people. */
  addDifferent(score: number): void {
    this.#different.offer(score);
  }

  /**
   * The rates so far. As many different pairs are accepted as the FAR times their number, rounded, as BLUFR's toolkit
   * does: the threshold is the lowest that accepts no more.
   */
  rates(): VerificationRate[] {
    return this.#fars.map((far) => {
      const refused = this.#different.nth(this.#acceptedAt(far) + 1) ?? Number.NEGATIVE_INFINITY;
      const accepted = this.#same.filter((score) => score > refused).length;
      return { far, refused, tar: accepted / this.#sameCount };
    });
  }

  #acceptedAt(far: number): number {
    return Math.round(far * this.#differentCount);
  }
}

/** How many pairs of one person, and of two, some photos make. @param personOf who is in each photo */
export function countPairs(personOf: readonly string[]): {
  readonly same: number;
  readonly different: number;
} {
  const photoCounts = new Map<string, number>();
  for (const person of personOf) photoCounts.set(person, (photoCounts.get(person) ?? 0) + 1);
  const same = [...photoCounts.values()].reduce((total, count) => total + (count * (count - 1)) / 2, 0);
  return { same, different: (personOf.length * (personOf.length - 1)) / 2 - same };
}
