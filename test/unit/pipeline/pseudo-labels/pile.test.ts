import { describe, expect, it } from 'vitest';
import { enrolledFaces } from '../../../../src/pipeline/pseudo-labels/pile.ts';
import { madePeople, madePile, plainProducts } from './made-pile.ts';

const { gallery } = madePeople([3, 2], 0);

describe('enrolledFaces', () => {
  it('finds a photo by its bytes and a face by its likeness, and no other photo of the person', async () => {
    const pile = madePile(['person 0', 'person 1', 'nobody']);
    const sha256Of = ['other bytes', gallery.faces[0]?.sha256 ?? '', 'more bytes'];
    expect(await enrolledFaces({ ...pile, sha256Of }, gallery, plainProducts)).toEqual(new Set([1]));
    const data = Float32Array.from(pile.rows.data);
    data.set(gallery.templates.data.subarray(0, pile.rows.cols));
    const alike = { ...pile, rows: { ...pile.rows, data } };
    expect(await enrolledFaces(alike, gallery, plainProducts)).toEqual(new Set([0]));
  });

  it('refuses faces of other networks, and names that do not fit', async () => {
    const pile = madePile(['person 0']);
    const short = { ...pile, rows: { data: Float32Array.of(1), rows: 1, cols: 1 } };
    for (const wrong of [short, { ...pile, photoOf: [] }])
      await expect(enrolledFaces(wrong, gallery, plainProducts)).rejects.toMatchObject({
        code: 'DIMENSION_MISMATCH',
      });
  });

  it('finds nothing in an empty pile', async () => {
    expect(await enrolledFaces(madePile([]), gallery, plainProducts)).toEqual(new Set());
  });
});
