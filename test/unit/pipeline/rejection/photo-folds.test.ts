import { describe, expect, test } from 'vitest';
import { stackRows } from '../../../../src/numerics/matrix.ts';
import { photoFolds } from '../../../../src/pipeline/rejection/photo-folds.ts';
import { madeMaterial } from '../training/made-material.ts';

const { gallery } = madeMaterial([4, 3, 5, 1, 2, 4], 0);

describe('folds of enrolled photos', () => {
  test('leave every photo of a person with others out once, and everybody always has another', () => {
    const folds = photoFolds(gallery, 5);
    const heldOut = folds.flatMap(({ validation }) => validation).sort((a, b) => a - b);
    const alone = gallery.faces.findIndex(({ identity }) => identity === 3);
    expect(heldOut).toEqual([...gallery.faces.keys()].filter((n) => n !== alone));
    for (const { training, validation } of folds) {
      expect(new Set(training.map((n) => gallery.faces[n]?.identity)).size).toBe(6);
      const identities = validation.map((n) => gallery.faces[n]?.identity);
      // Nobody has more photos than there are folds, so each loses one at a time.
      expect(new Set(identities).size).toBe(identities.length);
    }
  });

  test('keep copies of a photo together', () => {
    const { data, cols } = gallery.templates;
    const rows = gallery.faces.map((_, n) => data.slice(n * cols, (n + 1) * cols));
    rows[1] = rows[0];
    const folds = photoFolds({ ...gallery, templates: stackRows(rows, cols) }, 5);
    for (const { validation } of folds) expect(validation.includes(0)).toBe(validation.includes(1));
  });

  test('are none where nobody has two photos', () => {
    expect(photoFolds(madeMaterial([1, 1, 1], 0).gallery, 5)).toEqual([]);
  });
});
