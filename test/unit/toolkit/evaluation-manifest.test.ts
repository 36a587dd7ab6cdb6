import { describe, expect, it } from 'vitest';
import type { LabelledExtraction } from '../../../src/pipeline/enrol.ts';
import { evaluationManifest } from '../../../src/toolkit/evaluation-manifest.ts';
import { madeCard } from '../../support/made-card.ts';

const CARD = madeCard(new Uint8Array([1, 2, 3]), []);
const NO_FACE = { kind: 'no-face', widthPx: 10, heightPx: 10 } as const;

function photo(name: string, label: string, fields: Partial<LabelledExtraction> = {}): LabelledExtraction {
  return { photo: { path: `/photos/${name}`, name }, sha256: name, label, extraction: NO_FACE, ...fields };
}

function manifest(searched: readonly LabelledExtraction[], options = {}) {
  return evaluationManifest({
    extraction: { detector: undefined, embedders: [CARD] },
    options,
    sets: { searched },
    findings: { bootstrap: { resampleCount: 10, seed: 7 } },
    skipped: [{ path: 'notes.txt', code: 'not-a-photo', reason: 'It is no photo.' }],
  });
}

describe('the manifest of an evaluation', () => {
  it('has options that decide, not those that say how fast or where to', () => {
    const given = { fpir: 0.1, threads: 4, out: 'x', json: 'y', restorer: undefined };
    expect(manifest([], given).options).toEqual({ fpir: 0.1 });
  });

  it('has another hash when a photo, its name or its label is another', () => {
    const hashes = [
      [photo('a', 'Ann')],
      [photo('a', 'Ann', { sha256: 'other' })],
      [photo('b', 'Ann', { sha256: 'a' })],
      [photo('a', 'Bob')],
      [photo('a', 'Ann'), photo('a', 'Ann')],
    ].map((set) => manifest(set).data['searched']?.sha256);
    expect(new Set(hashes).size).toBe(5);
  });

  it('does not hang on where the photos lie', () => {
    const moved = photo('a', 'Ann', { photo: { path: '/elsewhere/a', name: 'a' } });
    expect(manifest([moved])).toEqual(manifest([photo('a', 'Ann')]));
  });

  it('counts photos and labels and keeps the seed and the licence', () => {
    const { data, seeds, networks } = manifest([photo('a', 'Ann'), photo('b', 'Ann')]);
    expect(data['searched']).toMatchObject({ photos: 2, labels: 1 });
    expect(seeds).toEqual({ bootstrap: 7 });
    expect(networks[0]?.licence).toEqual(CARD.licence);
  });

  it('lists files that were skipped and photos that could not be used', () => {
    const extraction = { kind: 'failed', code: 'PHOTO_UNREADABLE', reason: 'It is cut off.' } as const;
    expect(manifest([photo('a', 'Ann', { extraction })]).skipped.map(({ path }) => path)).toEqual([
      'notes.txt',
      'a',
    ]);
  });
});
