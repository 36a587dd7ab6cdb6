import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { innerProducts } from '../../../../src/numerics/inner-products.ts';
import type { Matrix } from '../../../../src/numerics/matrix.ts';
import { calibrateUnlessKept } from '../../../../src/pipeline/collections/search/kept-calibration.ts';
import { SearchedFaces } from '../../../../src/pipeline/collections/search/searched-faces.ts';

const OPTIONS = { rule: 'blend', fpir: 0.1, strangerShare: 0.5 } as const;

function facesOf(count: number) {
  return Array.from({ length: count }, (_, n) => ({
    faceId: `face-${n}`,
    personId: `person-${n % 7}`,
    embedding: Float32Array.of(Math.cos(n), Math.sin(n)),
  }));
}

/** Calibrates, and counts the products that took. */
async function calibrated(
  updates: ReturnType<typeof facesOf>,
  options: Partial<Parameters<typeof calibrateUnlessKept>[1]> = {},
) {
  const searched = new SearchedFaces();
  searched.update(updates);
  let products = 0;
  const result = await calibrateUnlessKept(searched.layout(), {
    ...OPTIONS,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    innerProducts: async (a: Matrix, b: Matrix) => {
      products++;
      return innerProducts(a, b);
    },
    ...options,
  });
  return { ...result, products };
}

test.each([0, 1, 2, 30])('of %i faces what was kept is taken over without a search', async (count) => {
  const first = await calibrated(facesOf(count));
  const again = await calibrated(facesOf(count), { kept: first.kept });
  expect(again).toEqual({ ...first, products: 0 });
});

describe('what was kept is worth nothing', () => {
  const faces = facesOf(30);
  const [one, ...others] = faces as [ReturnType<typeof facesOf>[number], ...ReturnType<typeof facesOf>];
  test.each([
    ['after a face came', faces, OPTIONS, others],
    ['after a face went', others, OPTIONS, faces],
    ['after a face became another person’s', faces, OPTIONS, [{ ...one, personId: 'person-3' }, ...others]],
    ['for another rate', faces, { ...OPTIONS, fpir: 0.01 }, faces],
    ['by another rule', faces, { ...OPTIONS, rule: 'nearest' as const }, faces],
    ['for another share of strangers', faces, { ...OPTIONS, strangerShare: 0.1 }, faces],
  ])('%s', async (_, now, options, before) => {
    const { kept } = await calibrated(before);
    const anew = await calibrated(now, options);
    expect(anew.products).toBeGreaterThan(0);
    expect(await calibrated(now, { ...options, kept })).toEqual(anew);
  });
});
