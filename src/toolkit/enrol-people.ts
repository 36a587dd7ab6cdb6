import type { SkippedFile } from '../core/identification.ts';
import type { ExtractedPhoto, PhotoFile } from '../core/photo.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { ScoreRule } from '../gallery/identity-scores.ts';
import { matedScores, nonMatedScores, searchStrangers } from '../pipeline/calibrate.ts';
import { enrol, type LabelledExtraction } from '../pipeline/enrol.ts';
import { withoutEnrolled } from '../pipeline/enrolled-strangers.ts';
import { chooseFusion, type Fusion, type WeightsAsked } from '../pipeline/ensemble/fusion.ts';
import type { LabelledPhoto } from '../pipeline/people.ts';
import { type OpenExtraction, stampsOf } from './open-extraction.ts';

/** A gallery with its calibration scores, and the photos that took no part. */
export interface EnrolledGallery {
  readonly gallery: Gallery;
  /** How its networks weigh; absent for a single network. */
  readonly fusion?: Fusion;
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
  const { rule, weights: asked = 'equal' } = settings;
  const networks = settings.extraction.embedders.map(({ name }) => name);
  const fusion = chooseFusion(people, strangers, { asked, networks, rule });
  const weights = fusion?.networks.map(({ weight }) => weight);
  const enrolment = enrol(people, weights);
  const searched = searchStrangers(enrolment.gallery, strangers, settings.rule);
  const sifted = withoutEnrolled(enrolment.gallery, searched);
  const others = sifted.searched.map(({ stranger }) => stranger);
  const nonMated = nonMatedScores(enrolment.gallery, sifted.searched, settings.rule);
  const mated = matedScores(enrolment.gallery, settings.rule);
  const faceless = others.flatMap(skippedStranger);
  const gallery = { ...stampsOf(settings.extraction), ...enrolment.gallery, nonMated, mated };
  return {
    gallery,
    ...(fusion && { fusion }),
    strangers: others,
    skipped: [...enrolment.skipped, ...sifted.skipped, ...faceless],
  };
}

function skippedStranger({ photo, extraction }: LabelledExtraction): SkippedFile[] {
  if (extraction.kind === 'faces') return [];
  const isFailed = extraction.kind === 'failed';
  const [code, reason] = isFailed ? [extraction.code, extraction.reason] : ['no-face', 'No face was found.'];
  return [{ path: photo.name, code, reason }];
}
