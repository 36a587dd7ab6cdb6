import { describe, expect, it } from 'vitest';
import type { Extraction } from '../../../src/core/photo.ts';
import { enrol, type LabelledExtraction } from '../../../src/pipeline/enrol.ts';

const box = { xPx: 40, yPx: 40, widthPx: 20, heightPx: 20 };

function face(...values: number[]): Extract<Extraction, { kind: 'faces' }>['faces'][number] {
  return { box, landmarks: new Float32Array(10), score: 0.9, embeddings: [Float32Array.from(values)] };
}

function photo(name: string, sha256: string, ...faces: ReturnType<typeof face>[]): LabelledExtraction {
  const extraction: Extraction =
    faces.length === 0
      ? { kind: 'no-face', widthPx: 100, heightPx: 100 }
      : { kind: 'faces', widthPx: 100, heightPx: 100, rung: 'normal', faces };
  return { photo: { path: `/x/${name}`, name }, sha256, extraction, label: name.split('/')[0] ?? '' };
}

describe('enrol', () => {
  it('sorts identities and scales every template to unit length', () => {
    const { gallery } = enrol([photo('B/1.jpg', '01', face(3, 4)), photo('A/1.jpg', '02', face(0, 2))]);
    expect(gallery.identities).toEqual(['A', 'B']);
    expect(gallery.faces.map(({ photo, identity }) => [photo, identity])).toEqual([
      ['A/1.jpg', 0],
      ['B/1.jpg', 1],
    ]);
    expect([...gallery.templates.data].map((value) => value.toFixed(6))).toEqual([
      '0.000000',
      '1.000000',
      '0.600000',
      '0.800000',
    ]);
  });

  it('leaves a photo that stands under two people out of both and says so', () => {
    const { gallery, skipped } = enrol([
      photo('A/1.jpg', '01', face(1, 0)),
      photo('A/2.jpg', '02', face(1, 0)),
      photo('B/1.jpg', '01', face(1, 0)),
      photo('B/2.jpg', '03', face(0, 1)),
    ]);
    expect(gallery.faces.map(({ photo }) => photo)).toEqual(['A/2.jpg', 'B/2.jpg']);
    expect(skipped.map(({ path, code }) => [path, code])).toEqual([
      ['A/1.jpg', 'same-photo-two-people'],
      ['B/1.jpg', 'same-photo-two-people'],
    ]);
  });

  it('counts a photo that stands twice under one person once', () => {
    const { gallery, skipped } = enrol([
      photo('A/1.jpg', '01', face(1, 0)),
      photo('A/copy.jpg', '01', face(1, 0)),
    ]);
    expect(gallery.faces).toHaveLength(1);
    expect(skipped).toMatchObject([{ path: 'A/copy.jpg', code: 'same-photo-twice' }]);
  });

  it('goes on without a person of whom no photo shows a face, and names them', () => {
    const { gallery, skipped } = enrol([photo('A/1.jpg', '01', face(1, 0)), photo('B/1.jpg', '02')]);
    expect(gallery.identities).toEqual(['A']);
    expect(skipped.map(({ path, code }) => [path, code])).toEqual([
      ['B/1.jpg', 'no-face'],
      ['B', 'person-left-out'],
    ]);
  });

  it('takes the face most like the person where a photo shows several', () => {
    const { gallery } = enrol([
      photo('A/1.jpg', '01', face(1, 0.1)),
      photo('A/group.jpg', '02', face(0, 1), face(1, 0)),
    ]);
    expect(gallery.templates.data[2]).toBeCloseTo(1, 6);
  });

  it('fails with PEOPLE_WITHOUT_FACE when no photo shows a face', () => {
    expect(() => enrol([photo('A/1.jpg', '01')])).toThrow(
      expect.objectContaining({ code: 'PEOPLE_WITHOUT_FACE' }),
    );
  });

  it('fails with PEOPLE_EMPTY without photos', () => {
    expect(() => enrol([])).toThrow(expect.objectContaining({ code: 'PEOPLE_EMPTY' }));
  });
});
