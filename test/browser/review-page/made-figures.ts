import type { PlotLanguage } from '../../../src/collections/face-analysis.ts';
import { innerProducts } from '../../../src/numerics/inner-products.ts';
import { stackRows } from '../../../src/numerics/matrix.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { normalised } from '../../../src/numerics/vector.ts';
import { collectionFigures } from '../../../src/pipeline/collections/analysis/collection-figures.ts';
import type { components } from '../../../web/api/schema.d.ts';

const DIMENSION = 16;

/** The real figures of made people, as the service tells them. */
export async function madeFigures(
  language: PlotLanguage,
): Promise<components['schemas']['CollectionFigures']> {
  made ??= figuresOfMade();
  const { evaluation, plots } = await made;
  const { counts, threshold, fpirAsked, thresholdTable } = evaluation;
  return {
    people: counts.strangers,
    matedSearches: counts.matedSearches,
    nonMatedSearches: counts.nonMatedSearches,
    threshold,
    fpirAsked,
    thresholds: [...thresholdTable],
    plots: plots.map(({ id, svg }) => ({ id, svg: svg[language] })),
  };
}

let made: ReturnType<typeof figuresOfMade> | undefined;

async function figuresOfMade() {
  const random = seededRandom(5);
  const point = (): Float32Array => Float32Array.from({ length: DIMENSION }, () => random() + random() - 1);
  const faces = Array.from({ length: 120 }, (_, person) => {
    const own = normalised(point());
    return Array.from({ length: 4 }, () => ({
      personId: `per_${person}`,
      embedding: normalised(own.map((value, k) => value + 0.4 * (point()[k] ?? 0))),
    }));
  }).flat();
  const figures = await collectionFigures(
    {
      faceIds: faces.map((_, n) => `fac_${String(n).padStart(5, '0')}`),
      personIds: faces.map(({ personId }) => personId),
      sidesPx: faces.map(() => 100),
      embeddings: stackRows(
        faces.map(({ embedding }) => embedding),
        DIMENSION,
      ),
    },
    { rule: 'blend', fpir: 0.02, innerProducts: async (a, b) => innerProducts(a, b) },
  );
  if (figures === undefined) throw new Error('There are 120 people.');
  return figures;
}
