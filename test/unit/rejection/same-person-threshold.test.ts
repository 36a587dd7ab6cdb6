import { describe, expect, it } from 'vitest';
import { stackRows } from '../../../src/numerics/matrix.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { dot, normalised } from '../../../src/numerics/vector.ts';
import { samePersonThreshold } from '../../../src/rejection/same-person-threshold.ts';

/** People with photos around a direction of their own. */
function madePeople(personCount: number, photoCount: number, spread: number) {
  const random = seededRandom(8);
  const noise = (scale: number) => Float32Array.from({ length: 64 }, () => scale * (random() - 0.5));
  const photos = Array.from({ length: personCount }, () => noise(1)).flatMap((centre) =>
    Array.from({ length: photoCount }, () => {
      const shift = noise(spread);
      return normalised(centre.map((value, k) => value + (shift[k] ?? 0)));
    }),
  );
  return {
    templates: stackRows(photos, 64),
    identityOf: Int32Array.from(photos, (_, n) => Math.floor(n / photoCount)),
    photos,
  };
}

describe('the threshold for one person', () => {
  it('is the least cost of wrong and missing links of all thresholds tried', () => {
    const { templates, identityOf, photos } = madePeople(30, 3, 1.4);
    const pairs = photos.flatMap((a, i) =>
      photos.slice(0, i).map((b, j) => ({ isSame: identityOf[i] === identityOf[j], score: dot(a, b) })),
    );
    const rate = (isSame: boolean, isCounted: (score: number) => boolean) => {
      const ofKind = pairs.filter((pair) => pair.isSame === isSame);
      return ofKind.filter(({ score }) => isCounted(score)).length / ofKind.length;
    };
    const cost = (threshold: number) =>
      49 * rate(false, (score) => score >= threshold) + rate(true, (score) => score < threshold);
    const found = samePersonThreshold({ templates, identityOf }, 50) ?? Number.NaN;
    const tried = Array.from({ length: 201 }, (_, i) => cost(-1 + i / 100));
    expect(cost(found - 1e-6)).toBeLessThanOrEqual(Math.min(...tried) + 1e-9);
  });

  it('rises with the number of faces among which a link could be wrong', () => {
    const known = madePeople(120, 2, 1.8);
    const few = samePersonThreshold(known, 3) ?? Number.NaN;
    const many = samePersonThreshold(known, 1000) ?? Number.NaN;
    expect(many).toBeGreaterThan(few);
  });

  it('is not set on people with one photo, nor on pairs too few for the faces', () => {
    expect(samePersonThreshold(madePeople(100, 1, 0.5), 10)).toBeUndefined();
    expect(samePersonThreshold(madePeople(20, 2, 0.5), 30)).toBeDefined();
    expect(samePersonThreshold(madePeople(20, 2, 0.5), 200)).toBeUndefined();
  });
});
