import { describe, expect, it } from 'vitest';
import { ownScore, personMeans } from '../../../src/audit/person-means.ts';
import { stackRows } from '../../../src/numerics/matrix.ts';

const vectors = [
  Float32Array.of(1, 0),
  Float32Array.of(0, 1),
  Float32Array.of(0.6, 0.8),
  Float32Array.of(0, 1),
];
const faces = {
  templates: stackRows(vectors, 2),
  personOf: Int32Array.of(0, 0, 0, 1),
  personCount: 2,
  copyOf: Int32Array.of(0, 1, 2, 3),
};

describe('the mean of a person', () => {
  it('counts every face by how much it is trusted', () => {
    const { means, totals } = personMeans(faces, Float64Array.of(1, 0.5, 0.5, 1));
    // (1, 0) + 0.5 (0, 1) + 0.5 (0.6, 0.8) = (1.3, 0.9), over 2.
    expect([...means.data.subarray(0, 2)].map((value) => value.toFixed(6))).toEqual(['0.650000', '0.450000']);
    expect([...totals]).toEqual([2, 1]);
  });

  it('is nothing for a person who is hardly trusted', () => {
    const { means } = personMeans(faces, Float64Array.of(0.1, 0.1, 0, 1));
    expect([...means.data.subarray(0, 2)]).toEqual([0, 0]);
  });

  it('counts a copy not at all', () => {
    const copied = { ...faces, copyOf: Int32Array.of(0, 0, 2, 3) };
    expect(personMeans(copied, new Float64Array(4).fill(1)).totals[0]).toBe(2);
  });
});

describe('the score of a face with its own person', () => {
  const trust = new Float64Array(4).fill(1);
  const own = (set: typeof faces, place: number, withAll: number) =>
    ownScore(set, personMeans(set, trust), { place, withAll, trust });

  it('leaves the face itself out', () => {
    // Face 0 scores 0 and 0.6 with the two others; with itself the mean is (1 + 0 + 0.6) / 3.
    expect(own(faces, 0, 1.6 / 3)).toBeCloseTo(0.3, 6);
  });

  it('leaves what a copy is a copy of out too', () => {
    // Face 1 as a copy of face 0: only face 2 is left, with which it scores 0.8. The mean is of faces 0 and 2.
    const copied = { ...faces, copyOf: Int32Array.of(0, 0, 2, 3) };
    expect(own(copied, 1, (0 + 0.8) / 2)).toBeCloseTo(0.8, 6);
  });

  it('is absent for the only face of a person', () => {
    expect(own(faces, 3, 1)).toBeUndefined();
  });
});
