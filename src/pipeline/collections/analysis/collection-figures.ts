import type { AnalysedFaces, CollectionFigures, FigureOptions } from '../../../collections/face-analysis.ts';
import type { EvaluationFindings } from '../../../core/evaluation-findings.ts';
import type { EvaluatedSearch } from '../../../evaluation/evaluated-search.ts';
import { evaluationFindings } from '../../../evaluation/findings.ts';
import type { AsyncInnerProducts } from '../../../numerics/inner-products.ts';
import { row } from '../../../numerics/matrix.ts';
import { calibrateThreshold } from '../../../rejection/calibrate.ts';
import { type OwnSearch, scoresByIdentity, searchOwnFaces } from '../search/calibrate-faces.ts';
import { SearchedFaces } from '../search/searched-faces.ts';
import { drawPlots } from './draw-plots.ts';
import { ownProbabilities, type StatedFor } from './own-probabilities.ts';

const SEED = 1;
/** Enough for bands that are looked at. */
const RESAMPLE_COUNT = 200;

/**
 * What is to be expected of a collection, from the very searches its threshold is set on: each enrolled face as a stranger's and as a new photo
 * of its person. @returns undefined where there are fewer than two people
 */
export async function collectionFigures(
  faces: AnalysedFaces,
  { rule, fpir, innerProducts }: FigureOptions & { readonly innerProducts: AsyncInnerProducts },
): Promise<CollectionFigures | undefined> {
  const searched = new SearchedFaces();
  searched.update(
    faces.faceIds.map((faceId, n) => ({
      faceId,
      personId: faces.personIds[n],
      embedding: row(faces.embeddings, n),
    })),
  );
  const layout = searched.layout();
  const found = await searchOwnFaces(layout, { rule, innerProducts });
  const scores = scoresByIdentity(found, layout.gallery.identityCount);
  if (found.every(({ rival }) => rival === undefined)) return undefined;
  const threshold = calibrateThreshold(scores.nonMated, {
    fpir,
    setOn: 'leave-one-identity-out',
    seed: SEED,
  });
  const statedFor = ownProbabilities(scores);
  const searches = found.flatMap((search, n) => evaluated(search, { n, layout, statedFor }));
  const evaluation = evaluationFindings(searches, threshold.value, {
    fpirAsked: fpir,
    resampleCount: RESAMPLE_COUNT,
    errorCount: 0,
    personCount: 0,
  });
  return { evaluation: told(evaluation), plots: await drawPlots(evaluation) };
}

function told({
  counts,
  threshold,
  fpirAsked,
  thresholdTable,
  warnings,
}: EvaluationFindings): CollectionFigures['evaluation'] {
  return { counts, threshold, fpirAsked, thresholdTable, warnings };
}

/** The two searches that one face stands for. */
function evaluated(
  { identity, own, rival }: OwnSearch,
  {
    n,
    layout: { gallery, personIds },
    statedFor,
  }: {
    readonly n: number;
    readonly layout: ReturnType<SearchedFaces['layout']>;
    readonly statedFor: StatedFor;
  },
): EvaluatedSearch[] {
  const person = personIds[identity] as string;
  const none = { truth: '', labels: [], candidates: [], photo: String(n) };
  const stated = (score: number) => {
    const probability = statedFor(identity, score);
    return probability === undefined ? {} : { probability };
  };
  const searches: EvaluatedSearch[] = [];
  if (rival !== undefined)
    searches.push({
      ...none,
      person,
      isMated: false,
      found: { bestScore: rival },
      ...stated(rival),
      enrolledPhotoCount: 0,
    });
  if (own !== undefined) {
    const bestScore = Math.max(own, rival ?? own);
    searches.push({
      ...none,
      person,
      isMated: true,
      found: { bestScore, mate: { rank: own >= bestScore ? 1 : 2, score: own } },
      ...stated(bestScore),
      enrolledPhotoCount: countOf(gallery.identityOf, identity),
    });
  }
  return searches;
}

function countOf(identityOf: Int32Array, identity: number): number {
  return identityOf.reduce((count, one) => count + Number(one === identity), 0);
}
