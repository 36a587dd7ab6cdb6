import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { methodViews } from '../../../../src/images/augmentation/method-views.ts';
import { flipHorizontally } from '../../../../src/images/flip.ts';
import { noiseImage } from '../../../support/images.ts';

const CROP = noiseImage(8, 7, 5);

test('the same seed gives the same views, another seed others', () => {
  expect(methodViews(CROP, 20, 3)).toEqual(methodViews(CROP, 20, 3));
  expect(methodViews(CROP, 20, 3)).not.toEqual(methodViews(CROP, 20, 4));
});

test('the first views do not depend on how many are made', () => {
  expect(methodViews(CROP, 5, 3)).toEqual(methodViews(CROP, 20, 3).slice(0, 5));
});

test('the crop is left as it is and every view has its size', () => {
  const before = structuredClone(CROP);
  for (const { widthPx, heightPx, pixels } of methodViews(CROP, 50, 1)) {
    expect([widthPx, heightPx, pixels.length]).toEqual([8, 7, 168]);
  }
  expect(CROP).toEqual(before);
});

test('about a tenth of the views are the crop, a tenth its mirror, and the others all differ', () => {
  const views = methodViews(CROP, 2000, 9).map(digest);
  const count = (wanted: string): number => views.filter((view) => view === wanted).length;
  // A few changes of 0 add to the 200 expected of each; four standard deviations are 54.
  for (const plain of [CROP, flipHorizontally(CROP)].map(digest)) {
    expect(count(plain)).toBeGreaterThan(146);
    expect(count(plain)).toBeLessThan(280);
  }
  expect(new Set(views).size).toBeGreaterThan(1200);
});

function digest({ pixels }: { readonly pixels: Uint8Array }): string {
  return createHash('sha256').update(pixels).digest('hex');
}
