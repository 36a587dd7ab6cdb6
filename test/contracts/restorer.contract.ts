import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RgbImage } from '../../src/core/image.ts';
import type { Restorer } from '../../src/restoration/restorer.ts';
import { greyImage, noiseImage } from '../support/images.ts';

const GREY = greyImage(
  Array.from({ length: 56 }, (_, y) => Array.from({ length: 48 }, (__, x) => 2 * (x + y))),
);
const CROPS: readonly (readonly [string, RgbImage])[] = [
  ['in colour', noiseImage(38, 38, 2)],
  ['in grey', GREY],
  ['of one pixel', noiseImage(1, 1, 3)],
  ['in black', greyImage([new Array<number>(20).fill(0)])],
];

/** Everything a restorer owes its users. @param open called once, before the tests */
export function describeRestorer(
  name: string,
  open: () => Promise<{ readonly restorer: Restorer; close(): Promise<void> }>,
): void {
  describe(`restorer ${name}`, () => {
    let restorer: Restorer;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ restorer, close } = await open());
    });
    afterAll(() => close());

    test.each(CROPS)('gives a crop %s exactly as much larger as it says', async (_, crop) => {
      const { widthPx, heightPx, pixels } = await restorer.restore(crop);
      expect([widthPx, heightPx]).toEqual([crop.widthPx * restorer.factor, crop.heightPx * restorer.factor]);
      expect(pixels).toHaveLength(3 * widthPx * heightPx);
    });

    test.each(CROPS)('gives the same for a crop %s each time, and leaves the crop alone', async (_, crop) => {
      const before = crop.pixels.slice();
      const first = await restorer.restore(crop);
      expect(await restorer.restore(crop)).toEqual(first);
      expect(crop.pixels).toEqual(before);
    });

    test('keeps what is dark dark and what is bright bright', async () => {
      const { widthPx, heightPx, pixels } = await restorer.restore(GREY);
      const green = (x: number, y: number): number => pixels[3 * (y * widthPx + x) + 1];
      expect(green(1, 1)).toBeLessThan(green(widthPx - 2, heightPx - 2) - 60);
    });
  });
}
