import { test } from 'vitest';
import { DETECTOR_CARDS, openDetector, sharedNetworks } from '../support/detector-networks.ts';
import { hasShared } from '../support/shared-photos.ts';
import { describeDetector } from './detector.contract.ts';

const hasPhotos = hasShared('data/lfw/images');
const store = sharedNetworks();

for (const card of DETECTOR_CARDS) {
  const { kind } = await store.state(card);
  if (hasPhotos && kind === 'present') describeDetector(card.name, () => openDetector(card));
  else {
    console.warn(`SKIPPED: ${card.name}, whose network or photos are not there.`);
    test.skip(`detector ${card.name}`, () => undefined);
  }
}
