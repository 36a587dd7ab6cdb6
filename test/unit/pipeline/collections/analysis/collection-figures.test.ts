import { expect, test } from 'vitest';
import { PLOT_LANGUAGES } from '../../../../../src/collections/face-analysis.ts';
import { innerProducts } from '../../../../../src/numerics/inner-products.ts';
import { type Matrix, row, stackRows } from '../../../../../src/numerics/matrix.ts';
import { seededRandom } from '../../../../../src/numerics/random.ts';
import { normalised } from '../../../../../src/numerics/vector.ts';
import { collectionFigures } from '../../../../../src/pipeline/collections/analysis/collection-figures.ts';
import { PLOT_WORDS } from '../../../../../src/pipeline/collections/analysis/plot-words.ts';
import { calibrateFaces } from '../../../../../src/pipeline/collections/search/calibrate-faces.ts';
import { SearchedFaces } from '../../../../../src/pipeline/collections/search/searched-faces.ts';

const products = async (a: Matrix, b: Matrix): Promise<Matrix> => innerProducts(a, b);
const how = { rule: 'blend', fpir: 0.1, innerProducts: products } as const;

/** People around points of their own, with so many faces each. */
function facesOf(personCount: number, faceCount: number) {
  const random = seededRandom(3);
  const point = (): Float32Array => Float32Array.from({ length: 16 }, () => random() + random() - 1);
  const faces = Array.from({ length: personCount }, (_, person) => {
    const own = normalised(point());
    return Array.from({ length: faceCount }, (_, face) => ({
      faceId: `fac_${person}_${face}`,
      personId: `per_${person}`,
      embedding: normalised(own.map((value, k) => value + 0.3 * (point()[k] ?? 0))),
    }));
  }).flat();
  faces.sort((a, b) => (a.faceId < b.faceId ? -1 : 1));
  return {
    faceIds: faces.map(({ faceId }) => faceId),
    personIds: faces.map(({ personId }) => personId),
    sidesPx: faces.map(() => 100),
    embeddings: stackRows(
      faces.map(({ embedding }) => embedding),
      16,
    ),
  };
}

test('the threshold is the very one the collection decides by', async () => {
  const faces = facesOf(30, 4);
  const searched = new SearchedFaces();
  searched.update(
    faces.faceIds.map((faceId, n) => ({
      faceId,
      personId: faces.personIds[n],
      embedding: row(faces.embeddings, n),
    })),
  );
  const { threshold } = await calibrateFaces(searched.layout(), { ...how, strangerShare: 0.5 });
  const figures = await collectionFigures(faces, how);
  expect(figures?.evaluation.threshold).toBe(threshold.value);
  expect(figures?.evaluation.counts).toMatchObject({ matedSearches: 120, nonMatedSearches: 120 });
});

test('at the threshold no more strangers are named per 1,000 than were allowed', async () => {
  const figures = await collectionFigures(facesOf(60, 3), how);
  const [inUse] = figures?.evaluation.thresholdTable ?? [];
  expect(inUse?.fpir).toBeNull();
  expect(inUse?.strangersNamed.value).toBeLessThanOrEqual(100);
  expect(inUse?.recognised.value).toBeGreaterThan(900);
});

test('every plot is drawn in each language, by nothing a page would refuse', async () => {
  const figures = await collectionFigures(facesOf(30, 4), how);
  expect(figures?.plots.map(({ id }) => id)).toEqual(['scores', 'dir-fpir', 'reliability']);
  for (const { svg } of figures?.plots ?? []) {
    for (const language of PLOT_LANGUAGES) {
      expect(svg[language]).toMatch(/^<svg class="plot" viewBox="[\d. -]+" role="img"/);
      expect(svg[language]).not.toMatch(/<script|style=|href=|<style/);
    }
  }
});

test('no word of a plot is left without a Vietnamese one', async () => {
  const figures = await collectionFigures(facesOf(30, 4), how);
  const words = (figures?.plots ?? []).flatMap(({ svg }) =>
    [...svg.vi.matchAll(/<text[^>]*>([^<]+)</g)].map(([, text]) => text ?? ''),
  );
  const english = Object.keys(PLOT_WORDS.vi);
  const vietnamese = Object.values(PLOT_WORDS.vi);
  const unknown = words.filter((text) => /\p{L}/u.test(text) && !vietnamese.includes(text));
  expect(unknown).toEqual([]);
  expect(words.filter((text) => english.includes(text))).toEqual([]);
});

test('where nobody has two photos there are strangers only, and no curve', async () => {
  const figures = await collectionFigures(facesOf(30, 1), how);
  expect(figures?.evaluation.counts).toMatchObject({ matedSearches: 0, nonMatedSearches: 30 });
  expect(figures?.plots.map(({ id }) => id)).toEqual(['scores']);
});

test('with one person there is nobody to be taken for another, and nothing to tell', async () => {
  expect(await collectionFigures(facesOf(1, 3), how)).toBeUndefined();
});
