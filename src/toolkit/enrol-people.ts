import type { SkippedFile } from '../core/identification.ts';
import type { ExtractedPhoto, PhotoFile } from '../core/photo.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { ScoreRule } from '../gallery/identity-scores.ts';
import { matedScores, nonMatedScores, searchStrangers } from '../pipeline/calibrate.ts';
import { type Enrolment, enrol, type LabelledExtraction } from '../pipeline/enrol.ts';
import { type SiftedStrangers, withoutEnrolled } from '../pipeline/enrolled-strangers.ts';
import { chooseFusion, type Fusion, type WeightsAsked } from '../pipeline/ensemble/fusion.ts';
import type { RehearsedRecall } from '../pipeline/indexed/calibrate-indexed.ts';
import type { LabelledPhoto } from '../pipeline/people.ts';
import { type OpenExtraction, stampsOf } from './open-extraction.ts';

/** A gallery with its calibration scores, and the photos that took no part. */
export interface EnrolledGallery {
  readonly gallery: Gallery;
  /** How its networks weigh; absent for a single network. */
  readonly fusion?: Fusion;
  /** What the index that it is searched through misses; absent without one, and where it is exact. */
  readonly indexRecall?: RehearsedRecall;
  readonly skipped: readonly SkippedFile[];
}

/** An enrolled gallery, and the strangers it was calibrated on. */
export interface CalibratedGallery extends EnrolledGallery {
  /** Without those who are enrolled. */
  readonly strangers: readonly LabelledExtraction[];
}

/** Puts labels to extracted photos, which stand in the same order. */
export function withLabels(
  labelled: readonly LabelledPhoto[],
  extracted: readonly ExtractedPhoto[],
): LabelledExtraction[] {
  return extracted.map((photo, index) => ({ ...photo, label: labelled[index]?.label ?? '' }));
}

/** The photo files of labelled photos. */
export function filesOf(labelled: readonly LabelledPhoto[]): PhotoFile[] {
  return labelled.map(({ photo }) => photo);
}

/** How people are enrolled. */
export interface EnrolSettings {
  readonly extraction: OpenExtraction;
  readonly rule: ScoreRule;
  /** Of several networks; all weigh the same when absent. */
  readonly weights?: WeightsAsked;
}

/**
 * Enrols people and calibrates on strangers, or on the people themselves when there are none. Where weights of networks are
 * learnt, it is from these very photos, each left out in turn.
 */
export function enrolAndCalibrate(
  people: readonly LabelledExtraction[],
  strangers: readonly LabelledExtraction[],
  settings: EnrolSettings,
): CalibratedGallery {
  const enrolled = enrolPeople(people, strangers, settings);
  const { rule } = settings;
  const { gallery } = enrolled.enrolment;
  const sifted = withoutEnrolled(gallery, searchStrangers(gallery, strangers, rule));
  const scores = {
    nonMated: nonMatedScores(gallery, sifted.searched, rule),
    mated: matedScores(gallery, rule),
  };
  return calibratedGallery(enrolled, { sifted, scores, settings });
}

/** People who are enrolled and not yet calibrated. */
export interface EnrolledPeople {
  readonly enrolment: Enrolment;
  readonly fusion?: Fusion;
}

/** Enrols people, with the weights asked for. */
export function enrolPeople(
  people: readonly LabelledExtraction[],
  strangers: readonly LabelledExtraction[],
  { rule, weights: asked = 'equal', extraction }: EnrolSettings,
): EnrolledPeople {
  const networks = extraction.embedders.map(({ name }) => name);
  const fusion = chooseFusion(people, strangers, { asked, networks, rule });
  const weights = fusion?.networks.map(({ weight }) => weight);
  return { enrolment: enrol(people, weights), ...(fusion && { fusion }) };
}

/** What a gallery was calibrated on and with. */
export interface Calibration {
  readonly sifted: SiftedStrangers;
  readonly scores: Pick<Gallery, 'nonMated' | 'mated' | 'index'>;
  readonly settings: EnrolSettings;
}

/** Puts enrolled people and their calibration together. */
export function calibratedGallery(
  { enrolment, fusion }: EnrolledPeople,
  { sifted, scores, settings }: Calibration,
): CalibratedGallery {
  const others = sifted.searched.map(({ stranger }) => stranger);
  return {
    gallery: { ...stampsOf(settings.extraction), ...enrolment.gallery, ...scores },
    ...(fusion && { fusion }),
    strangers: others,
    skipped: [...enrolment.skipped, ...sifted.skipped, ...others.flatMap(skippedStranger)],
  };
}

function skippedStranger({ photo, extraction }: LabelledExtraction): SkippedFile[] {
  if (extraction.kind === 'faces') return [];
  const isFailed = extraction.kind === 'failed';
  const [code, reason] = isFailed ? [extraction.code, extraction.reason] : ['no-face', 'No face was found.'];
  return [{ path: photo.name, code, reason }];
}
