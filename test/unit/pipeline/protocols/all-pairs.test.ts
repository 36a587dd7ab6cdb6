import { describe, expect, it } from 'vitest';
import { innerProducts } from '../../../../src/numerics/inner-products.ts';
import { dot } from '../../../../src/numerics/vector.ts';
import { primaryEmbedding } from '../../../../src/pipeline/calibrate.ts';
import { MOST_PAIR_SETS, verifyAllPairs } from '../../../../src/pipeline/protocols/all-pairs.ts';
import { photosByName } from '../../../../src/pipeline/protocols/split-photos.ts';
import { madeAtCosine, madeExtraction } from '../../../support/made-extractions.ts';
import { madeNumbers } from '../../../support/made-numbers.ts';

const named = (photo: string) => ({ photo, person: photo.slice(0, photo.indexOf('/')) });
const products = async (a: Parameters<typeof innerProducts>[0], b: Parameters<typeof innerProducts>[1]) =>
  innerProducts(a, b);

describe('verifying all pairs', () => {
  it('takes every pair of a set once, and no photo with itself', async () => {
    // On a circle: A at 0 and 10 degrees, B at 90 and 120. Same: cos 10, cos 30. Different: 90, 120, 80, 110 degrees.
    const at = (name: string, degrees: number) => {
      const angle = (degrees * Math.PI) / 180;
      return madeExtraction(name, Math.cos(angle), Math.sin(angle));
    };
    const photos = [at('A/1', 0), at('A/2', 10), at('B/1', 90), at('B/2', 120)];
    const set = ['A/1', 'A/2', 'B/1', 'B/2'].map(named);
    const [rates] = await verifyAllPairs([set], { photos: photosByName(photos), products, fars: [0, 0.25] });
    expect(rates?.map(({ tar }) => tar)).toEqual([1, 1]);
    expect(rates?.[0]?.refused).toBeCloseTo(Math.cos((80 * Math.PI) / 180), 6);
    expect(rates?.[1]?.refused).toBeCloseTo(0, 6);
  });

  it('refuses pairs with a photo without a face', async () => {
    const photos = [
      madeAtCosine('A/1', 1),
      madeExtraction('A/2'),
      madeAtCosine('A/3', 1),
      madeAtCosine('B/1', 0),
    ];
    const set = ['A/1', 'A/2', 'A/3', 'B/1'].map(named);
    const [rates] = await verifyAllPairs([set], { photos: photosByName(photos), products, fars: [0] });
    expect(rates?.[0]?.tar).toBeCloseTo(1 / 3, 12);
  });

  it('gives each of several sets what it gives it alone, over blocks too', async () => {
    const names = Array.from({ length: 300 }, (_, n) => `P${n % 100}/${n}`);
    const photos = names.map((name) => madeExtraction(name, ...madeNumbers(name, 4, [-1, 1])));
    const sets = [names.slice(0, 200), names.slice(100), names.filter((_, n) => n % 3 > 0)].map((set) =>
      set.map(named),
    );
    const comparing = { photos: photosByName(photos), products, fars: [0.01, 0.1] };
    const together = await verifyAllPairs(sets, comparing);
    const byHand = sets.map((set) => {
      const faces = set.map(({ photo, person }) => ({
        person,
        face: primaryEmbedding(photos[names.indexOf(photo)]) as Float32Array,
      }));
      const same: number[] = [];
      const different: number[] = [];
      faces.forEach((one, i) => {
        for (const other of faces.slice(i + 1))
          (one.person === other.person ? same : different).push(Math.fround(dot(one.face, other.face)));
      });
      different.sort((a, b) => b - a);
      return comparing.fars.map((far) => {
        const refused = different[Math.round(far * different.length)];
        return same.filter((score) => score > refused).length / same.length;
      });
    });
    expect(together.map((rates) => rates.map(({ tar }) => tar))).toEqual(byHand);
  });

  it('takes no more sets than a photo can be marked with', async () => {
    const sets = Array.from({ length: MOST_PAIR_SETS + 1 }, () => [named('A/1')]);
    const comparing = { photos: photosByName([madeAtCosine('A/1', 1)]), products, fars: [0] };
    await expect(verifyAllPairs(sets, comparing)).rejects.toThrow(RangeError);
  });
});
