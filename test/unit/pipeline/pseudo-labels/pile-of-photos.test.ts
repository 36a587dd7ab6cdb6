import { describe, expect, it } from 'vitest';
import type { ExtractedPhoto } from '../../../../src/core/photo.ts';
import {
  copiedFaces,
  facesOfKept,
  labelsByPhoto,
  pileOfPhotos,
} from '../../../../src/pipeline/pseudo-labels/pile-of-photos.ts';
import type { PseudoLabel } from '../../../../src/pipeline/pseudo-labels/pseudo-label.ts';

const photo = (name: string, ...embeddings: number[][]): ExtractedPhoto =>
  ({
    photo: { name, path: name },
    sha256: `hash of ${name}`,
    extraction: {
      kind: embeddings.length === 0 ? 'no-face' : 'faces',
      faces: embeddings.map((embedding) => ({ embeddings: [Float32Array.from(embedding)] })),
    },
  }) as unknown as ExtractedPhoto;

const PHOTOS = [photo('one.jpg', [1, 0]), photo('none.jpg'), photo('two.jpg', [0, 1], [-1, 0])];
const pile = pileOfPhotos(PHOTOS, 2);

const label = (face: number, name: string): PseudoLabel => ({
  ...{ face, photo: name, named: { kind: 'identity', identity: 'Anna' }, round: 1 },
  ...{ score: 0.9, source: 'templates, blend', threshold: 0.5 },
});

describe('pileOfPhotos', () => {
  it('holds every face of every photo in order, and its place in the photo', () => {
    expect(pile.photoOf).toEqual(['one.jpg', 'two.jpg', 'two.jpg']);
    expect(pile.faceInPhoto).toEqual([0, 0, 1]);
    expect(pile.sha256Of).toEqual(['hash of one.jpg', 'hash of two.jpg', 'hash of two.jpg']);
    expect([...pile.rows.data]).toEqual([1, 0, 0, 1, -1, 0]);
  });

  it('of photos without faces is empty and keeps the length of an embedding', () => {
    expect(pileOfPhotos([photo('none.jpg')], 512).rows).toMatchObject({ rows: 0, cols: 512 });
  });
});

describe('copiedFaces', () => {
  it('are the faces of two photos of the same bytes, but not two faces of one photo', () => {
    expect(copiedFaces(pile)).toEqual(new Set());
    expect(copiedFaces({ photoOf: ['a', 'b', 'b', 'c'], sha256Of: ['1', '2', '2', '1'] })).toEqual(
      new Set([0, 3]),
    );
  });
});

describe('labels of a file', () => {
  it('count faces within their photo, and lead back to the rows they came from', () => {
    const labels = [label(0, 'one.jpg'), label(2, 'two.jpg')];
    const kept = labelsByPhoto(labels, pile);
    expect(kept).toEqual([label(0, 'one.jpg'), label(1, 'two.jpg')]);
    expect(facesOfKept(kept, pile)).toEqual({ faces: new Set([0, 2]), missing: [] });
  });

  it('keep their face when other photos come before it', () => {
    const more = pileOfPhotos([photo('before.jpg', [1, 0], [0, 1]), ...PHOTOS], 2);
    expect(facesOfKept([label(1, 'two.jpg')], more).faces).toEqual(new Set([4]));
  });

  it('are missing when the photo or the face is not there', () => {
    const strays = [label(0, 'gone.jpg'), label(2, 'two.jpg')];
    expect(facesOfKept(strays, pile)).toEqual({ faces: new Set(), missing: strays });
  });
});
