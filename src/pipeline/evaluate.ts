import { rightProbability } from '../calibration/right-probability.ts';
import type { EvaluationFindings } from '../core/evaluation-findings.ts';
import type { Threshold } from '../core/identification.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import type { EvaluatedSearch } from '../evaluation/evaluated-search.ts';
import { evaluationFindings } from '../evaluation/findings.ts';
import type { StatedProbability } from '../evaluation/reliability.ts';
import type { SearchRecord } from '../evaluation/search-record.ts';
import type { PhotoAttributes } from '../evaluation/slices/cut-attribute.ts';
import { type AnsweredRow, topFiveLabels } from '../evaluation/top-five.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { acceptanceOf, type SearchHit } from '../gallery/search.ts';
import { fusionWeights } from '../gallery/shared-parts.ts';
import { stackRows } from '../numerics/matrix.ts';
import { primaryEmbedding } from './calibrate.ts';
import { type IdentificationFigures, identificationFigures } from './identification-figures.ts';
import type { Judgement } from './identify.ts';
import type { Recogniser } from './recogniser.ts';

/** A test: its photos, who is in each, and the word for somebody who is not enrolled. */
export interface IdentificationTest {
  readonly photos: readonly ExtractedPhoto[];
  readonly labels: readonly string[];
  readonly unknownLabel: string;
  /** Attributes of photos to slice the figures by. */
  readonly attributes?: PhotoAttributes;
}

/** Five labels for one photo of a test, best first. */
export interface AnsweredPhoto extends AnsweredRow {
  readonly photo: string;
}

/** Figures of a test and its answers row by row. */
export interface IdentificationEvaluation {
  readonly figures: IdentificationFigures;
  /** The figures once more with all curves, errors and slices. */
  readonly findings: EvaluationFindings;
  /** One for each photo with a face, in order; none where there was nothing to learn probabilities from. */
  readonly stated: readonly StatedProbability[];
  readonly answers: readonly AnsweredPhoto[];
  /** One for each photo, in order: what all figures are counted from. */
  readonly searches: readonly EvaluatedSearch[];
}

/** Searches one face a photo and scores the answers. */
export async function evaluateIdentification(
  test: IdentificationTest,
  recogniser: Recogniser,
  judgement: Judgement,
): Promise<IdentificationEvaluation> {
  const { threshold } = judgement;
  const answered = await searchLabelled(test, recogniser, judgement);
  const findings = evaluationFindings(answered.searches, threshold.value, {
    fpirAsked: threshold.fpirAsked,
    ...(test.attributes && { attributes: test.attributes }),
  });
  const strangerShare = judgement.probability?.strangerShare;
  const figures = identificationFigures(findings, { threshold, strangerShare });
  return { figures, findings, ...answered };
}

/** What figures are counted from: one search, one answer a photo. */
export type AnsweredTest = Pick<IdentificationEvaluation, 'stated' | 'answers' | 'searches'>;

/** Searches one face a photo of a test; nothing is counted yet. */
export async function searchLabelled(
  test: IdentificationTest,
  recogniser: Recogniser,
  judgement: Judgement,
): Promise<AnsweredTest> {
  const { threshold } = judgement;
  const { gallery } = recogniser;
  const identityOf = new Map(gallery.identities.map((name, identity) => [name, identity]));
  const mates = test.labels.map((label) => identityOf.get(label));
  const hits = await searchTest(test.photos, recogniser, mates);
  const searches = test.photos.map((photo, index) =>
    searchRecord(photo, hits[index], {
      label: test.labels[index] ?? '',
      isMated: mates[index] !== undefined,
      unknownLabel: test.unknownLabel,
    }),
  );
  const answers = answerRows(test, gallery, {
    hits,
    threshold,
    isMated: mates.map((mate) => mate !== undefined),
  });
  const stated = statedProbabilities(searches, judgement);
  return { stated, answers, searches: evaluatedSearches(searches, answers, { hits, gallery, judgement }) };
}

function evaluatedSearches(
  searches: readonly SearchRecord[],
  answers: readonly AnsweredPhoto[],
  found: {
    readonly hits: readonly (SearchHit | undefined)[];
    readonly gallery: Gallery;
    readonly judgement: Judgement;
  },
): EvaluatedSearch[] {
  const { gallery, judgement } = found;
  const nameOf = (identity: number | undefined): string => gallery.identities[identity ?? -1] ?? '';
  const photoCounts = new Map<string, number>();
  for (const { identity } of gallery.faces) {
    const name = nameOf(identity);
    photoCounts.set(name, (photoCounts.get(name) ?? 0) + 1);
  }
  return searches.map((search, index): EvaluatedSearch => {
    const { photo, truth, labels } = answers[index] as AnsweredPhoto;
    const hit = found.hits[index];
    const enrolled = hit && gallery.faces[hit.nearest.row];
    return {
      ...search,
      photo,
      truth,
      labels,
      candidates: (hit?.candidates ?? []).map(({ identity, score }) => ({
        identity: nameOf(identity),
        score,
      })),
      ...(hit &&
        enrolled && {
          nearest: { photo: enrolled.photo, identity: nameOf(enrolled.identity), score: hit.nearest.score },
        }),
      ...(judgement.probability &&
        search.found && { probability: rightProbability(judgement.probability, search.found.bestScore) }),
      enrolledPhotoCount: search.isMated ? (photoCounts.get(search.person) ?? 0) : 0,
    };
  });
}

function statedProbabilities(
  searches: readonly SearchRecord[],
  { probability }: Judgement,
): StatedProbability[] {
  if (probability === undefined) return [];
  return searches.flatMap(({ found }) =>
    found === undefined
      ? []
      : [
          {
            probability: rightProbability(probability, found.bestScore),
            isRight: found.mate?.rank === 1,
          },
        ],
  );
}

/** Hits by photo; a photo without a face has none. */
async function searchTest(
  photos: readonly ExtractedPhoto[],
  recogniser: Recogniser,
  mates: readonly (number | undefined)[],
): Promise<(SearchHit | undefined)[]> {
  const weights = fusionWeights(recogniser.gallery);
  const embeddings = photos.map((photo) => primaryEmbedding(photo, weights));
  const withFace = embeddings.flatMap((embedding, index) =>
    embedding === undefined ? [] : [{ embedding, index }],
  );
  const probes = stackRows(
    withFace.map(({ embedding }) => embedding),
    recogniser.gallery.templates.cols,
  );
  const found = await recogniser.search(probes, {
    candidateCount: 5,
    mates: withFace.map(({ index }) => mates[index]),
    photoOf: withFace.map(({ index }) => photos[index]?.photo.name ?? ''),
  });
  const hits = new Array<SearchHit | undefined>(photos.length);
  withFace.forEach(({ index }, place) => {
    hits[index] = found[place];
  });
  return hits;
}

/** Strangers of a table often share one label; then each photo is taken for a person of its own. */
function searchRecord(
  { photo }: ExtractedPhoto,
  hit: SearchHit | undefined,
  truth: { readonly label: string; readonly isMated: boolean; readonly unknownLabel: string },
): SearchRecord {
  const isNameless = truth.label === truth.unknownLabel || truth.label === '';
  const base = { person: isNameless ? photo.name : truth.label, isMated: truth.isMated };
  const bestScore = hit && acceptanceOf(hit);
  if (hit === undefined || bestScore === undefined) return base;
  const mate = hit.mate && { rank: hit.mate.rank, score: hit.acceptance ?? hit.mate.score };
  return { ...base, found: { bestScore, ...(mate && { mate }) } };
}

/** The answers of a test without its truth: five labels a photo. */
export async function answerTest(
  photos: readonly ExtractedPhoto[],
  recogniser: Recogniser,
  settings: { readonly threshold: Threshold; readonly unknownLabel: string },
): Promise<AnsweredPhoto[]> {
  const hits = await searchTest(photos, recogniser, []);
  const test = { photos, labels: [], unknownLabel: settings.unknownLabel };
  return answerRows(test, recogniser.gallery, { hits, threshold: settings.threshold, isMated: [] });
}

function answerRows(
  test: IdentificationTest,
  gallery: Gallery,
  found: { hits: readonly (SearchHit | undefined)[]; threshold: Threshold; isMated: readonly boolean[] },
): AnsweredPhoto[] {
  return test.photos.map(({ photo }, index) => {
    const { acceptance } = found.hits[index] ?? {};
    const unknown = { label: test.unknownLabel, threshold: found.threshold.value, acceptance };
    const candidates = (found.hits[index]?.candidates ?? []).map(({ identity, score }) => ({
      identity: gallery.identities[identity] ?? '',
      score,
    }));
    const truth = found.isMated[index] ? (test.labels[index] ?? '') : test.unknownLabel;
    return { photo: photo.name, truth, labels: topFiveLabels(candidates, unknown) };
  });
}
