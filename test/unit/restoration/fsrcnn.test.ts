import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createSession } from '../../../src/adapters/onnx/session.ts';
import type { RgbImage } from '../../../src/core/image.ts';
import { lumaOf } from '../../../src/images/luma.ts';
import { resizeImage } from '../../../src/images/resize.ts';
import { warpSimilarity } from '../../../src/images/warp.ts';
import { fsrcnnX2, fsrcnnX3, fsrcnnX4 } from '../../../src/networks/cards/fsrcnn.ts';
import { encodeModel } from '../../../src/networks/onnx/model.ts';
import { prepareNetwork } from '../../../src/networks/prepare.ts';
import { createRestorer } from '../../../src/restoration/create-restorer.ts';
import { hasShared, lfwPhotos, readSharedPhoto, sharedPath } from '../../support/shared-photos.ts';

const SIDE_PX = 144;

test
  .skipIf(!hasShared('models/fsrcnn') || !hasShared('data/lfw/images'))
  .each([fsrcnnX2, fsrcnnX3, fsrcnnX4])(
  '$name brings back more of a shrunk photo than bilinear does, at least 0.5 dB over ten photos',
  async (card) => {
    const file = readFileSync(sharedPath(`models/fsrcnn/FSRCNN_x${card.factor}.pb`));
    const [graph] = prepareNetwork(card, [file]).rewritten;
    const session = await createSession(encodeModel(graph), { threads: 1 });
    const restorer = createRestorer(card, [session]);
    let gain = 0;
    for (const path of lfwPhotos()
      .filter((_, i) => i % 1300 === 0)
      .slice(0, 10)) {
      const photo = await readSharedPhoto(path);
      const face = warpSimilarity(photo, { a: 1, b: 0, tx: -53, ty: -53 }, SIDE_PX, SIDE_PX);
      const side = SIDE_PX / card.factor;
      const small = resizeImage(face, side, side);
      const restored = decibels(await restorer.restore(small), face);
      gain += (restored - decibels(resizeImage(small, SIDE_PX, SIDE_PX), face)) / 10;
    }
    await session.release();
    expect(gain).toBeGreaterThan(0.5);
  },
);

/** Peak signal-to-noise ratio of the luma. */
function decibels(image: RgbImage, original: RgbImage): number {
  const wanted = lumaOf(original);
  const squares = lumaOf(image).reduce((sum, value, i) => sum + (value - wanted[i]) ** 2, 0);
  return 10 * Math.log10((255 ** 2 * wanted.length) / squares);
}
