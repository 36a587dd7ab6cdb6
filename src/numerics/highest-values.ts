import { gatherLargest } from './largest-values.ts';

/**
 * Keeps the `capacity` largest of any number of values, in memory for twice as many: exact order statistics of a stream
 * that is too long to hold.
 */
export class HighestValues {
  readonly #capacity: number;
  readonly #held: Float32Array;
  #length = 0;
  #floor = Number.NEGATIVE_INFINITY;

  /** @param capacity at least 1; values are kept as float32 */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new RangeError(`The highest ${capacity} values cannot be kept.`);
    this.#capacity = capacity;
    this.#held = new Float32Array(2 * capacity);
  }

  /** Takes one value into account; `-Infinity` and NaN are passed over. */
  offer(value: number): void {
    // What equals the floor cannot change any of the values that are kept.
    if (!(value > this.#floor)) return;
    this.#held[this.#length++] = value;
    if (this.#length === this.#held.length) this.#trim();
  }

  /** The `rank`-th largest value so far, 1-based and at most the capacity; undefined when fewer were offered. */
  nth(rank: number): number | undefined {
    if (this.#length > this.#capacity) this.#trim();
    if (rank > this.#length) return undefined;
    return this.#held.slice(0, this.#length).sort()[this.#length - rank];
  }

  #trim(): void {
    const kept = gatherLargest(this.#held.subarray(0, this.#length), this.#capacity);
    this.#length = this.#capacity;
    this.#floor = kept.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  }
}
