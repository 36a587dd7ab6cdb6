import { describe, expect, it } from 'vitest';
import { searchGallery } from '../../../../src/gallery/search.ts';
import { type Matrix, row } from '../../../../src/numerics/matrix.ts';
import { indexRecogniser } from '../../../../src/pipeline/indexed/index-recogniser.ts';
import {
  addTemplates,
  type IndexedGallery,
  indexableRows,
} from '../../../../src/pipeline/indexed/indexed-gallery.ts';
import { searchIndexed } from '../../../../src/pipeline/indexed/search-indexed.ts';
import { searchable } from '../../../../src/pipeline/recogniser.ts';
import { madeFaces, madeGallery } from '../../../support/made-gallery.ts';
import { type Misses, plainIndex } from '../../../support/plain-index.ts';

const MADE = { people: 40, photos: 3, dimension: 16, spread: 0.3 };
const PROBES = madeFaces({ ...MADE, people: 60, photos: 1, spread: 0.35 });

async function indexed(gallery = madeGallery(MADE), misses?: Misses): Promise<IndexedGallery> {
  const target = searchable(gallery);
  const index = plainIndex(target.templates.cols, misses);
  const { within, beside } = indexableRows(target);
  await addTemplates(index, target, { rows: within });
  return { target, index, beside };
}

/** Two networks, one of which failed on some rows. */
function withParts(rows: Matrix, failedOn: readonly number[]): Matrix {
  const data = rows.data.slice();
  for (let n = 0; n < rows.rows; n++) {
    const vector = data.subarray(n * rows.cols, (n + 1) * rows.cols);
    const halves = [vector.subarray(0, rows.cols / 2), vector.subarray(rows.cols / 2)];
    halves.forEach((half, k) => {
      const length = Math.hypot(...half);
      const weight = failedOn.includes(n) ? (k === 0 ? 1 : 0) : 0.5;
      half.forEach((value, i) => {
        half[i] = (value / length) * Math.sqrt(weight);
      });
    });
  }
  return { ...rows, data };
}

describe('search through an index', () => {
  it('finds what an exhaustive search by the rule nearest finds, in the same numbers', async () => {
    const gallery = await indexed();
    const hidden = Array.from({ length: PROBES.rows }, (_, p) => p % 40);
    for (const search of [{ candidateCount: 5 }, { candidateCount: 1, hidden }])
      expect(await searchIndexed(PROBES, gallery, search)).toEqual(
        searchGallery(PROBES, gallery.target, { rule: 'nearest', ...search }),
      );
  });

  it('compares faces that a network failed on by the networks that both have, as an exhaustive search does', async () => {
    const parts = [
      { dimension: 8, weight: 0.5 },
      { dimension: 8, weight: 0.5 },
    ];
    const made = madeGallery(MADE);
    const gallery = await indexed({ ...made, parts, templates: withParts(made.templates, [0, 7, 55]) });
    expect(gallery.beside).toEqual([0, 7, 55]);
    const probes = withParts(PROBES, [0, 2, 30]);
    const found = await searchIndexed(probes, gallery, { candidateCount: 3 });
    const expected = searchGallery(probes, gallery.target, { rule: 'nearest', candidateCount: 3 });
    expect(found.map(({ candidates: [best], nearest }) => ({ best, nearest }))).toEqual(
      expected.map(({ candidates: [best], nearest }) => ({ best, nearest })),
    );
  });

  it('a mate that was not found takes the last place, with its true score', async () => {
    const missesMate: Misses = (_, { id }) => Math.floor(id / 3) === 4;
    const gallery = await indexed(madeGallery(MADE), missesMate);
    const probe = { data: row(PROBES, 4).slice(), rows: 1, cols: 16 };
    const [hit] = await searchIndexed(probe, gallery, { candidateCount: 5, mates: [4] });
    const [truth] = searchGallery(probe, gallery.target, { rule: 'nearest', candidateCount: 5, mates: [4] });
    expect(truth?.mate?.rank).toBe(1);
    expect(hit?.mate).toEqual({ rank: 40, score: truth?.mate?.score });
    expect(hit?.candidates.map(({ identity }) => identity)).not.toContain(4);
  });

  it('a recogniser through an exact index gives mates the place that comparing with all gives', async () => {
    const made = madeGallery(MADE);
    const { index, target } = await indexed(made);
    const mates = Array.from({ length: PROBES.rows }, (_, p) => (p < 40 ? (p * 7) % 40 : undefined));
    expect(await indexRecogniser(made, index).search(PROBES, { candidateCount: 2, mates })).toEqual(
      searchGallery(PROBES, target, { rule: 'nearest', candidateCount: 2, mates }),
    );
  });
});
