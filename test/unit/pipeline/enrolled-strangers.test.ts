import { describe, expect, test } from 'vitest';
import { row } from '../../../src/numerics/matrix.ts';
import { searchStrangers } from '../../../src/pipeline/calibrate.ts';
import type { LabelledExtraction } from '../../../src/pipeline/enrol.ts';
import { withoutEnrolled as sift } from '../../../src/pipeline/enrolled-strangers.ts';
import { madeMaterial } from './training/made-material.ts';

const { gallery, strangers } = madeMaterial([2, 3], 2);

function photoOf(label: string, name: string, embedding: Float32Array, sha256 = name): LabelledExtraction {
  const box = { xPx: 0, yPx: 0, widthPx: 50, heightPx: 50 };
  const face = { box, landmarks: new Float32Array(10), score: 1, embeddings: [embedding] };
  const extraction = { kind: 'faces', widthPx: 100, heightPx: 100, rung: 'normal', faces: [face] } as const;
  return { label, photo: { path: name, name }, sha256, extraction };
}

function withoutEnrolled(_: typeof gallery, given: readonly LabelledExtraction[]) {
  const { searched, skipped } = sift(gallery, searchStrangers(gallery, given, 'blend'));
  return { strangers: searched.map(({ stranger }) => stranger), skipped };
}

const unlike = (n: number): Float32Array => row(strangers.probes, n);

describe('strangers who are enrolled', () => {
  test('are left out with all their photos where one is an enrolled photo byte for byte', () => {
    const found = withoutEnrolled(gallery, [
      photoOf('x', 'x/1.jpg', unlike(0)),
      photoOf('x', 'x/2.jpg', unlike(1), gallery.faces[3]?.sha256),
      photoOf('y', 'y/1.jpg', unlike(2)),
    ]);
    expect(found.strangers.map(({ photo }) => photo.name)).toEqual(['y/1.jpg']);
    expect(found.skipped.map(({ path, code }) => [path, code])).toEqual([
      ['x/1.jpg', 'stranger-enrolled'],
      ['x/2.jpg', 'stranger-enrolled'],
    ]);
    expect(found.skipped[0]?.reason).toContain(gallery.faces[3]?.photo);
  });

  test('are left out where a photo is a copy of an enrolled one, saved again', () => {
    const copy = row(gallery.templates, 1).map((value, k) => value + (k % 2 === 0 ? 0.01 : -0.01));
    const found = withoutEnrolled(gallery, [photoOf('x', 'x/1.jpg', copy)]);
    expect(found.strangers).toEqual([]);
    expect(found.skipped[0]?.reason).toContain('photo 1.jpg');
  });

  test('strangers who only look alike are kept, and so are photos without a face', () => {
    const faceless: LabelledExtraction = {
      ...photoOf('z', 'z/1.jpg', unlike(0)),
      extraction: { kind: 'no-face', widthPx: 10, heightPx: 10 },
    };
    const given = [photoOf('x', 'x/1.jpg', unlike(0)), faceless];
    expect(withoutEnrolled(gallery, given)).toEqual({ strangers: given, skipped: [] });
  });
});
