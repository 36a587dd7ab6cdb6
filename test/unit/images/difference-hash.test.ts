import { describe, expect, it } from 'vitest';
import { differenceHash, hashDistance, mirroredHash } from '../../../src/images/difference-hash.ts';
import { flipHorizontally } from '../../../src/images/flip.ts';
import { greyImage, noiseImage } from '../../support/images.ts';

describe('the difference hash', () => {
  it('has a bit for each pair of neighbours, set where it gets darker', () => {
    const falling = [90, 80, 70, 60, 50, 40, 30, 20, 10];
    const rising = [...falling].reverse();
    const mixed = [9, 1, 9, 1, 9, 1, 9, 1, 9];
    const rows = [falling, rising, mixed, falling, rising, falling, rising, falling];
    expect([...differenceHash(greyImage(rows))]).toEqual([255, 0, 0b10101010, 255, 0, 255, 0, 255]);
  });

  it('does not change with brightness', () => {
    const image = noiseImage(36, 32, 1);
    const darker = { ...image, pixels: image.pixels.map((value) => value >> 1) };
    expect(hashDistance(differenceHash(image), differenceHash(darker))).toBeLessThanOrEqual(2);
  });

  it('tells pictures apart', () => {
    const distance = hashDistance(
      differenceHash(noiseImage(36, 32, 1)),
      differenceHash(noiseImage(36, 32, 2)),
    );
    expect(distance).toBeGreaterThan(16);
  });

  it('is mirrored as its picture is', () => {
    const image = noiseImage(36, 32, 5);
    expect([...mirroredHash(differenceHash(image))]).toEqual([...differenceHash(flipHorizontally(image))]);
  });

  it('counts the bits that differ', () => {
    expect(hashDistance(Uint8Array.of(0b1011, 0xff), Uint8Array.of(0b0010, 0))).toBe(10);
    expect(() => hashDistance(new Uint8Array(8), new Uint8Array(7))).toThrow(RangeError);
  });
});
