import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bCubed } from '../../../src/evaluation/bcubed.ts';

describe('B-cubed figures', () => {
  it('follow the sum over photos in a case worked by hand', () => {
    // Groups {a a b} and {a b}: precision (2/3 + 2/3 + 1/3 + 1/2 + 1/2) / 5, recall (2/3 + 2/3 + 1/2 + 1/3 + 1/2) / 5.
    const found = bCubed([0, 0, 0, 7, 7], [1, 1, 2, 1, 2]);
    expect(found.precision).toBeCloseTo(8 / 15, 12);
    expect(found.recall).toBeCloseTo(8 / 15, 12);
    expect(found.f).toBeCloseTo(8 / 15, 12);
  });

  it('are the definition applied photo by photo', () => {
    const labels = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(labels, (photos) => {
        const shareOf = (of: 0 | 1, given: 0 | 1) =>
          photos.reduce((sum, photo) => {
            const companions = photos.filter((other) => other[given] === photo[given]);
            return sum + companions.filter((other) => other[of] === photo[of]).length / companions.length;
          }, 0) / photos.length;
        const found = bCubed(
          photos.map(([group]) => group),
          photos.map(([, person]) => person),
        );
        expect(found.precision).toBeCloseTo(shareOf(1, 0), 12);
        expect(found.recall).toBeCloseTo(shareOf(0, 1), 12);
      }),
    );
  });

  it('give recall 1 to one group of everybody, precision 1 to photos alone', () => {
    expect(bCubed([0, 0, 0], [1, 2, 2]).recall).toBe(1);
    expect(bCubed([0, 1, 2], [1, 2, 2]).precision).toBe(1);
  });

  it('refuse no photos and lists of two lengths', () => {
    expect(() => bCubed([], [])).toThrowError(expect.objectContaining({ code: 'EVALUATION_EMPTY' }));
    expect(() => bCubed([1], [1, 2])).toThrowError(expect.objectContaining({ code: 'DIMENSION_MISMATCH' }));
  });
});
