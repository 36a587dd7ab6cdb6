import { rightProbability } from '../calibration/right-probability.ts';
import type { Threshold } from '../core/identification.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import type { EvaluatedSearch } from '../evaluation/evaluated-search.ts';
import { auroc, dir, dirAtFpir, fpir } from '../evaluation/identification.ts';
import {
  brierScore,
  expectedCalibrationError,
  logLoss,
  type StatedProbability,
} from '../evaluation/reliability.ts';
import type { SearchRecord } from '../evaluation/search-record.ts';
import { type AnsweredRow, meanAveragePrecisionAt5, topFiveLabels } from '../evaluation/top-five.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { SearchHit } from '../gallery/search.ts';
import { stackRows } from '../numerics/matrix.ts';
import { primaryEmbedding } from './calibrate.ts';
import type { Judgement } from './identify.ts';
import type { Recogniser } from './recogniser.ts';

/** Rates at which `dir_at_fpir` is told. */
const FPIR_POINTS = [0.1, 0.01, 0.001] as const;

/** The figures of an open-set identification test. A figure that the test cannot give is null. */
export interface IdentificationFigures {
  /** Share of mated searches whose mate comes first, in [0, 1]. */
  readonly rank1: number | null;
  /** Mean average precision of five labels, `unknown` being one. */
  readonly map5: number;
  /** How well the best score tells enrolled people from strangers. */
  readonly auroc: number | null;
  /** Photos without a usable face. */
  readonly detect_fail: number;
  /** Share of the test's strangers named at the calibrated threshold. */
  readonly realised_fpir: number | null;
  /** FPIR the threshold was calibrated for. */
  readonly asked_fpir: number;
  /** DIR at rank 1 where the test's own strangers reach each rate. */
  readonly dir_at_fpir: Readonly<Record<string, number | null>>;
  readonly threshold: number;
  /**
   * How far stated probabilities of the best candidate are from what came true: expected calibration error, Brier score
   * and log loss over photos with a face; null where none were stated.
   */
  readonly ece: number | null;
  readonly brier: number | null;
  readonly log_loss: number | null;
  /** Share of strangers that the probabilities were stated for, whatever the test's own share is. */
  readonly stranger_share: number | null;
  readonly mated_searches: number;
  readonly non_mated_searches: number;
}

/** A test: its photos, who is in each, and the word for somebody who is not enrolled. */
export interface IdentificationTest {
  readonly photos: readonly ExtractedPhoto[];
  readonly labels: readonly string[];
  readonly unknownLabel: string;
}

/** Five labels for one photo of a test, best first. */
export interface AnsweredPhoto extends AnsweredRow {
  readonly photo: string;
}

/** Figures of a test and its answers row by row. */
export interface IdentificationEvaluation {
  readonly figures: IdentificationFigures;
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
  const figures = { ...figuresOf(searches, answers, threshold), ...calibrationFigures(stated, judgement) };
  return {
    figures,
    stated,
    answers,
    searches: evaluatedSearches(searches, answers, { hits, gallery, judgement }),
  };
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

type CalibrationFigures = Pick<IdentificationFigures, 'ece' | 'brier' | 'log_loss' | 'stranger_share'>;

function calibrationFigures(
  stated: readonly StatedProbability[],
  { probability }: Judgement,
): CalibrationFigures {
  const isStated = stated.length > 0;
  return {
    ece: isStated ? expectedCalibrationError(stated) : null,
    brier: isStated ? brierScore(stated) : null,
    log_loss: isStated ? logLoss(stated) : null,
    stranger_share: probability?.strangerShare ?? null,
  };
}

/** Hits by photo; a photo without a face has none. */
async function searchTest(
  photos: readonly ExtractedPhoto[],
  recogniser: Recogniser,
  mates: readonly (number | undefined)[],
): Promise<(SearchHit | undefined)[]> {
  const embeddings = photos.map(primaryEmbedding);
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
  const [best] = hit?.candidates ?? [];
  if (hit === undefined || best === undefined) return base;
  return { ...base, found: { bestScore: best.score, ...(hit.mate && { mate: hit.mate }) } };
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
  const unknown = { label: test.unknownLabel, threshold: found.threshold.value };
  return test.photos.map(({ photo }, index) => {
    const candidates = (found.hits[index]?.candidates ?? []).map(({ identity, score }) => ({
      identity: gallery.identities[identity] ?? '',
      score,
    }));
    const truth = found.isMated[index] ? (test.labels[index] ?? '') : test.unknownLabel;
    return { photo: photo.name, truth, labels: topFiveLabels(candidates, unknown) };
  });
}

function figuresOf(
  searches: readonly SearchRecord[],
  answers: readonly AnsweredRow[],
  threshold: Threshold,
): Omit<IdentificationFigures, keyof CalibrationFigures> {
  const matedCount = searches.filter((search) => search.isMated).length;
  const strangerCount = searches.length - matedCount;
  const hasBoth = matedCount > 0 && strangerCount > 0;
  const rank1 = { rank: 1, threshold: Number.NEGATIVE_INFINITY };
  return {
    rank1: matedCount > 0 ? dir(searches, rank1) : null,
    map5: meanAveragePrecisionAt5(answers),
    auroc: hasBoth ? auroc(searches) : null,
    detect_fail: searches.filter(({ found }) => found === undefined).length,
    realised_fpir: strangerCount > 0 ? fpir(searches, threshold.value) : null,
    asked_fpir: threshold.fpirAsked,
    dir_at_fpir: Object.fromEntries(
      FPIR_POINTS.map((rate) => [String(rate), hasBoth ? dirAtFpir(searches, rate).dir : null]),
    ),
    threshold: threshold.value,
    mated_searches: matedCount,
    non_mated_searches: strangerCount,
  };
}
