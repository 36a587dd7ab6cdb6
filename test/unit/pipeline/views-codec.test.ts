import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/numerics/matrix.ts';
import { decodeViews, encodeViews } from '../../../src/pipeline/views-codec.ts';

const PASSES = matrix(Float32Array.of(0.1, -2, 3e-9, 4, 5, 6), 3, 2);

describe('views on disk', () => {
  it('come back bit for bit, also from a place in a larger buffer', () => {
    const bytes = encodeViews(1, PASSES);
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(decodeViews(bytes, 1, 3)).toEqual(PASSES);
    expect(decodeViews(larger.subarray(3), 1, 3)).toEqual(PASSES);
  });

  it('come back as the first passes, or all there are, when another number is asked for', () => {
    const bytes = encodeViews(1, PASSES);
    expect(decodeViews(bytes, 1, 2)).toEqual(matrix(Float32Array.of(0.1, -2, 3e-9, 4), 2, 2));
    expect(decodeViews(bytes, 1, 9)).toEqual(PASSES);
  });

  it('are not taken for those of another face', () => {
    expect(decodeViews(encodeViews(1, PASSES), 0, 3)).toBeUndefined();
  });

  it('are nothing where the bytes are no whole number of embeddings', () => {
    const bytes = encodeViews(0, PASSES);
    for (const length of [0, 7, bytes.length - 1, bytes.length - 4]) {
      expect(decodeViews(bytes.subarray(0, length), 0, 3)).toBeUndefined();
    }
    expect(decodeViews(new Uint8Array(8), 0, 3)).toBeUndefined();
  });

  it('are four bytes a number and eight for each record', () => {
    expect(encodeViews(0, PASSES)).toHaveLength(8 + 6 * 4);
  });
});
