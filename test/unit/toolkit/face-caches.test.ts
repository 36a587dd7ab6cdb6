import { beforeEach, describe, expect, it, vi } from 'vitest';
import { cascadeOptionsSchema } from '../../../src/detection/cascade.ts';
import { type ExtractionParts, FaceCaches } from '../../../src/toolkit/face-caches.ts';
import { madeCard } from '../../support/made-card.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const KEY = 'a'.repeat(64);
const CARD = madeCard(new Uint8Array(1), []);
const PARTS: ExtractionParts = {
  maxSidePx: 2048,
  cascade: cascadeOptionsSchema.parse({}),
  detector: undefined,
  embedders: [CARD],
  restorer: undefined,
};

beforeEach(() => {
  vi.stubEnv('QUEN_CACHE', temporaryFolder());
});

/** Keeps views of seed 1 of the usual extraction. */
function keepViews(): void {
  const caches = new FaceCaches(PARTS);
  caches.views(1)[0]?.set(KEY, Uint8Array.of(1));
  caches.close();
}

describe('FaceCaches', () => {
  it('gives views that an earlier run kept', () => {
    keepViews();
    expect(new FaceCaches(PARTS).views(1)[0]?.get(KEY)).toHaveLength(1);
  });

  it('does not mix views with embeddings, nor views of two seeds', () => {
    keepViews();
    const caches = new FaceCaches(PARTS);
    expect(caches.embeddings[0]?.get(KEY)).toBeUndefined();
    expect(caches.detections.get(KEY)).toBeUndefined();
    expect(caches.views(2)[0]?.get(KEY)).toBeUndefined();
  });

  it.each<[string, Partial<ExtractionParts>]>([
    ['another decoded size', { maxSidePx: 1024 }],
    ['another template', { embedders: [{ ...CARD, template: '96x112' }] }],
    ['other weights', { embedders: [madeCard(new Uint8Array(2), [])] }],
  ])('does not give views for %s', (_, change) => {
    keepViews();
    expect(new FaceCaches({ ...PARTS, ...change }).views(1)[0]?.get(KEY)).toBeUndefined();
  });

  it('gives views under another name of the same network', () => {
    keepViews();
    const renamed = { ...PARTS, embedders: [{ ...CARD, name: 'other', title: 'Other' }] };
    expect(new FaceCaches(renamed).views(1)[0]?.get(KEY)).toHaveLength(1);
  });

  it('opens the caches of a seed once', () => {
    const caches = new FaceCaches(PARTS);
    expect(caches.views(1)[0]).toBe(caches.views(1)[0]);
  });
});
