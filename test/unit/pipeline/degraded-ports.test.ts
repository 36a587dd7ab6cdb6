import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../../../src/core/image.ts';
import type { ExtractionPorts, ResultCache } from '../../../src/core/ports.ts';
import { coverFace } from '../../../src/images/degradation/cover-face.ts';
import { type DegradationPlan, degradedPorts } from '../../../src/pipeline/degraded-ports.ts';
import { noiseImage } from '../../support/images.ts';

const KEY = 'a'.repeat(64);
const IMAGE = noiseImage(20, 10, 1);
const none: ResultCache = { get: () => undefined, set: () => undefined };

const PORTS: ExtractionPorts = {
  read: async () => ({ bytes: new Uint8Array(1), sha256: KEY }),
  decode: async () => ({ image: IMAGE, widthPx: 40, heightPx: 20 }),
  extractor: { concurrency: 1, extract: async () => ({ outcome: { kind: 'no-face' }, embeddings: [] }) },
  detections: none,
  embeddings: [none],
};

function plan(change: Partial<DegradationPlan> = {}): DegradationPlan {
  return {
    degradation: { kind: 'cover', half: 'upper' },
    seed: 1,
    places: new Map([[KEY, { box: { xPx: 4, yPx: 4, widthPx: 20, heightPx: 12 }, widthPx: 40 }]]),
    recompress: async (image: RgbImage) => image,
    caches: { detections: { ...none }, embeddings: [{ ...none }] },
    ...change,
  };
}

describe('degradedPorts', () => {
  it('degrade the decoded image where the face lies in it', async () => {
    const { image } = await degradedPorts(PORTS, plan()).decode(new Uint8Array(1), KEY);
    expect(image).toEqual(coverFace(IMAGE, { xPx: 2, yPx: 2, widthPx: 10, heightPx: 6 }, 'upper'));
  });

  it('tell the size of the degraded photo', async () => {
    const crop = plan({ degradation: { kind: 'crop', sidePx: 33 } });
    const { widthPx, heightPx } = await degradedPorts(PORTS, crop).decode(new Uint8Array(1), KEY);
    expect([widthPx, heightPx]).toEqual([33, 33]);
  });

  it('leave a photo whose face is nowhere as it is', async () => {
    const { image, widthPx } = await degradedPorts(PORTS, plan()).decode(new Uint8Array(1), 'b'.repeat(64));
    expect([image, widthPx]).toEqual([IMAGE, 40]);
  });

  it('keep results apart from those of the photos as they are', () => {
    const own = plan();
    const ports = degradedPorts(PORTS, own);
    expect(ports.detections).toBe(own.caches.detections);
    expect(ports.embeddings).toBe(own.caches.embeddings);
  });
});
