import { expect, test } from 'vitest';
import type { ExtractedPhoto } from '../../../src/core/photo.ts';
import type { PhotoRecord } from '../../../src/jobs/photo-record.ts';
import { encodeDetection, encodeEmbeddings } from '../../../src/pipeline/extraction-codec.ts';
import { rowsOfPhoto, rowsOfRecord } from '../../../src/pipeline/face-rows.ts';

const FOUND = {
  box: { xPx: 10, yPx: 20, widthPx: 5, heightPx: 6 },
  landmarks: Float32Array.from({ length: 10 }, (_, i) => i),
  score: 0.5,
};
const OUTCOME = { kind: 'found', rung: 'normal', faces: [FOUND, { ...FOUND, score: 0.25 }] } as const;

test('faces of a record are in pixels of the whole photo, with the embeddings of each face', () => {
  const record: PhotoRecord = {
    kind: 'extracted',
    sha256: 'a',
    photo: 'a.jpg',
    detection: encodeDetection({ outcome: OUTCOME, widthPx: 400, heightPx: 200, decodedWidthPx: 200 }),
    embeddings: [encodeEmbeddings([Float32Array.of(1, 2), Float32Array.of(3, 4)]), undefined],
  };
  const about = { photo: 'a.jpg', sha256: 'a', photoWidthPx: 400, photoHeightPx: 200 };
  const place = {
    box: { xPx: 20, yPx: 40, widthPx: 10, heightPx: 12 },
    landmarks: FOUND.landmarks.map((value) => 2 * value),
  };
  expect(rowsOfRecord(record)).toEqual([
    { ...about, ...place, face: 0, score: 0.5, embeddings: [Float32Array.of(1, 2), undefined] },
    { ...about, ...place, face: 1, score: 0.25, embeddings: [Float32Array.of(3, 4), undefined] },
  ]);
});

test('a photo that failed or has no face has no rows', () => {
  const detection = encodeDetection({
    outcome: { kind: 'no-face' },
    widthPx: 1,
    heightPx: 1,
    decodedWidthPx: 1,
  });
  expect(rowsOfRecord({ kind: 'extracted', sha256: 'a', detection, embeddings: [undefined] })).toEqual([]);
  const failed = { kind: 'failed', code: 'PHOTO_UNREADABLE', reason: 'cut short' } as const;
  expect(rowsOfRecord({ ...failed, sha256: '' })).toEqual([]);
  const photo = { path: '/x/a.jpg', name: 'a.jpg' };
  expect(rowsOfPhoto({ photo, sha256: '', extraction: failed }, ['narrow'])).toEqual([]);
});

test('zeros that stand for a network’s failure do not become an embedding', () => {
  const face = {
    ...FOUND,
    embeddings: [Float32Array.of(0, 0), Float32Array.of(3, 4)],
    failures: [{ network: 'narrow', code: 'NETWORK_UNRUNNABLE', reason: 'no length' }] as const,
  };
  const extracted: ExtractedPhoto = {
    photo: { path: '/x/a.jpg', name: 'a.jpg' },
    sha256: 'a',
    extraction: { kind: 'faces', widthPx: 400, heightPx: 200, rung: 'normal', faces: [face] },
  };
  const [row] = rowsOfPhoto(extracted, ['narrow', 'wide']);
  expect(row?.embeddings).toEqual([undefined, Float32Array.of(3, 4)]);
  expect(row).not.toHaveProperty('failures');
});
