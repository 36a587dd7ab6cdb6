import type { BundleRejection } from '../bundle/bundle.ts';
import type { Threshold } from '../core/identification.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import type { EvaluatedSearch } from '../evaluation/evaluated-search.ts';
import { evaluateIdentification, type IdentificationFigures } from '../pipeline/evaluate.ts';
import { learnProbability } from '../pipeline/learn-probability.ts';
import type { LabelledPhoto } from '../pipeline/people.ts';
import { galleryRecogniser, type Recogniser } from '../pipeline/recogniser.ts';
import { headRecogniser } from '../pipeline/training/head-recogniser.ts';
import type { ValidatedWay } from '../pipeline/training/validate-heads.ts';
import { enrolAndCalibrate, withLabels } from './enrol-people.ts';
import type { HeadOptions } from './head-options.ts';
import { thresholdOf } from './identify.ts';
import type { ResolvedIdentifyOptions } from './identify-options.ts';
import { learnFromPhotos, type PhotoLearning } from './learn-from-photos.ts';
import type { OpenExtraction } from './open-extraction.ts';
import { trainOn } from './train-on.ts';
import type { TrainControl } from './training-sources.ts';

/** The tables of a test, and how its photos are named. */
export interface TestParts {
  readonly train: readonly LabelledPhoto[];
  readonly strangers: readonly LabelledPhoto[];
  readonly test: readonly LabelledPhoto[];
  readonly extraction: OpenExtraction;
  readonly settings: {
    readonly rule: 'blend' | 'mean' | 'nearest';
    readonly fpir: number;
    readonly strangerShare: number;
    readonly unknownLabel: string;
    readonly threads: number;
  };
}

/** The head that was taken, and why. */
export interface HeadTaken {
  readonly name: string;
  readonly rejection: BundleRejection;
  /** What each way reached out of fold, the templates alone first. */
  readonly validation: readonly ValidatedWay[];
}

/** What a test came to. */
export interface ScoredTest {
  readonly figures: IdentificationFigures;
  readonly searches: readonly EvaluatedSearch[];
  readonly threshold: Threshold;
  readonly head?: HeadTaken;
  /** What was learnt from the test's photos, without their labels. */
  readonly learning?: PhotoLearning;
}

/**
 * Enrols, calibrates, trains heads where they are asked for, and names the test's photos.
 * @param photos extracted, of the parts `train`, `strangers` and `test` in turn
 */
export async function scoreTest(
  photos: readonly ExtractedPhoto[],
  parts: TestParts,
  how: {
    readonly heads: HeadOptions | undefined;
    readonly learns: Pick<ResolvedIdentifyOptions, 'learnFromPhotos' | 'revoke'>;
    readonly control: TrainControl;
  },
): Promise<ScoredTest> {
  const { train, strangers, test, extraction, settings } = parts;
  const people = withLabels(train, photos.slice(0, train.length));
  const given = withLabels(strangers, photos.slice(train.length, train.length + strangers.length));
  const enrolled = enrolAndCalibrate(people, given, { extraction, rule: settings.rule });
  const { gallery, strangers: known } = enrolled;
  let recogniser: Recogniser = galleryRecogniser(gallery);
  let head: HeadTaken | undefined;
  if (how.heads !== undefined) {
    const { threads } = settings;
    const sources = { gallery, people, strangers: known };
    const made = await trainOn(sources, { options: how.heads, extraction, threads }, how.control);
    recogniser = headRecogniser(gallery, made.trained);
    head = { name: made.name, rejection: made.trained.rejection, validation: made.validation };
  }
  const probes = photos.slice(train.length + strangers.length);
  let learning: PhotoLearning | undefined;
  if (how.learns.learnFromPhotos) {
    const revoked = { revoke: how.learns.revoke, signal: how.control.signal };
    const learnt = await learnFromPhotos({ gallery, strangers: known, probes }, revoked);
    ({ recogniser, learning } = learnt);
  }
  const threshold = thresholdOf(recogniser, settings.fpir);
  const probability = learnProbability(recogniser, settings.strangerShare)?.model;
  const { figures, searches } = await evaluateIdentification(
    {
      photos: probes,
      labels: test.map(({ label }) => label),
      unknownLabel: settings.unknownLabel,
    },
    recogniser,
    { threshold, probability },
  );
  return { figures, searches, threshold, ...(head && { head }), ...(learning && { learning }) };
}
