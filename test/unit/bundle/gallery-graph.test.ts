import { expect, test } from 'vitest';
import { galleryGraph } from '../../../src/bundle/gallery-graph.ts';
import type { Gallery } from '../../../src/gallery/gallery.ts';
import { SCORE_RULES } from '../../../src/gallery/identity-scores.ts';
import { searchGallery } from '../../../src/gallery/search.ts';
import { unitRows } from '../../../src/heads/classed-rows.ts';
import { searchable } from '../../../src/pipeline/recogniser.ts';
import { MADE_GALLERY } from '../../support/made-bundle.ts';
import { madeProbes, madeTrainingSet } from '../../support/made-embeddings.ts';
import { largestDifference, scoresOfGraph } from '../../support/score-graph.ts';

const PHOTO_COUNTS = [3, 1, 9, 2, 1, 5];

test.each(SCORE_RULES)('the graph of a gallery gives the scores of its search by %s', async (rule) => {
  const set = madeTrainingSet(PHOTO_COUNTS);
  const gallery: Gallery = {
    ...MADE_GALLERY,
    identities: set.identities,
    templates: unitRows(set.rows),
    faces: [...set.identityOf].map((identity) => ({ ...MADE_GALLERY.faces[0], identity })),
    nonMated: { ...MADE_GALLERY.nonMated, rule },
  };
  const probes = madeProbes(4).rows;
  const hits = searchGallery(unitRows(probes), searchable(gallery), { rule, candidateCount: 6 });
  const due = new Float32Array(4 * 6);
  for (const [p, { candidates }] of hits.entries())
    for (const { identity, score } of candidates) due[p * 6 + identity] = score;
  const found = await scoresOfGraph(galleryGraph(gallery), probes);
  expect(largestDifference(found, { data: due, rows: 4, cols: 6 })).toBeLessThan(1e-6);
});
