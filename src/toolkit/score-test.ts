import type { BundleRejection } from '../bundle/bundle.ts';
import type { EvaluationFindings } from '../core/evaluation-findings.ts';
import type { Threshold } from '../core/identification.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import type { EvaluatedSearch } from '../evaluation/evaluated-search.ts';
import type { PhotoAttributes } from '../evaluation/slices/cut-attribute.ts';
import type { Fusion, WeightsAsked } from '../pipeline/ensemble/fusion.ts';
import { evaluateIdentification } from '../pipeline/evaluate.ts';
import type { IdentificationFigures } from '../pipeline/identification-figures.ts';
import type { Judgement } from '../pipeline/identify.ts';
import { learnProbability } from '../pipeline/learn-probability.ts';
import type { LabelledPhoto } from '../pipeline/people.ts';
import type { Recogniser } from '../pipeline/recogniser.ts';
import type { ValidatedWay } from '../pipeline/training/validate-heads.ts';
import { enrolAndCalibrate, withLabels } from './enrol-people.ts';
import type { HeadOptions } from './head-options.ts';
import { thresholdOf } from './identify.ts';
import type { ResolvedIdentifyOptions } from './identify-options.ts';
import { learnFromPhotos, type PhotoLearning } from './learn-from-photos.ts';
import type { OpenExtraction } from './open-extraction.ts';
import { recogniserOf, recogniserOfHeads, withRejector } from './rejection.ts';
import type { RejectorChoice } from './rejector-options.ts';
import { trainOn } from './train-on.ts';
import type { TrainControl } from './training-sources.ts';

/** The tables of a test, and how its photos are named. */
export interface TestParts {
  readonly train: readonly LabelledPhoto[];
  readonly strangers: readonly LabelledPhoto[];
  readonly test: readonly LabelledPhoto[];
  /** Attributes of the test's photos to slice the figures by. */
  readonly attributes?: PhotoAttributes;
  readonly extraction: OpenExtraction;
  readonly settings: {
    readonly rule: 'blend' | 'mean' | 'nearest';
    readonly weights: WeightsAsked;
    readonly fpir: number;
    readonly strangerShare: number;
    readonly unknownLabel: string;
    readonly threads: number;
    readonly rejector: RejectorChoice;
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
  /** The figures once more with all curves, errors and slices. */
  readonly findings: EvaluationFindings;
  readonly searches: readonly EvaluatedSearch[];
  readonly threshold: Threshold;
  readonly head?: HeadTaken;
  /** How several networks weigh; absent for a single one. */
  readonly fusion?: Fusion;
  /** What was learnt from the test's photos, without their labels. */
  readonly learning?: PhotoLearning;
}

/** How a test's photos are named. */
export interface TestWay {
  readonly heads: HeadOptions | undefined;
  readonly learns: Pick<ResolvedIdentifyOptions, 'learnFromPhotos' | 'revoke'>;
  readonly control: TrainControl;
}

/**
 * Enrols, calibrates, trains heads where they are asked for, and names the test's photos.
 * @param photos extracted, of the parts `train`, `strangers` and `test` in turn
 */
export async function scoreTest(
  photos: readonly ExtractedPhoto[],
  parts: TestParts,
  how: TestWay,
): Promise<ScoredTest> {
  const { train, strangers, test, settings } = parts;
  const { recogniser, judgement, ...made } = await readyTest(photos, parts, how);
  const { figures, findings, searches } = await evaluateIdentification(
    {
      photos: photos.slice(train.length + strangers.length),
      labels: test.map(({ label }) => label),
      unknownLabel: settings.unknownLabel,
      ...(parts.attributes && { attributes: parts.attributes }),
    },
    recogniser,
    judgement,
  );
  return { figures, findings, searches, threshold: judgement.threshold, ...made };
}

/** What names the photos of a test, before any is named. */
export interface ReadyTest extends Pick<ScoredTest, 'head' | 'fusion' | 'learning'> {
  readonly recogniser: Recogniser;
  readonly judgement: Judgement;
}

/**
 * Enrols, calibrates and trains as {@link scoreTest} does.
 * @param photos extracted, of the parts `train` and `strangers` in turn, then those that may be learnt from
 */
export async function readyTest(
  photos: readonly ExtractedPhoto[],
  parts: TestParts,
  how: TestWay,
): Promise<ReadyTest> {
  const { train, strangers, extraction, settings } = parts;
  const people = withLabels(train, photos.slice(0, train.length));
  const given = withLabels(strangers, photos.slice(train.length, train.length + strangers.length));
  const { rule, weights } = settings;
  const enrolled = enrolAndCalibrate(people, given, { extraction, rule, weights });
  const { strangers: known } = enrolled;
  const { rejector } = settings;
  const { signal } = how.control;
  const gallery = await withRejector(enrolled.gallery, known, { rejector, signal });
  let recogniser: Recogniser = await recogniserOf(gallery, signal);
  let head: HeadTaken | undefined;
  if (how.heads !== undefined) {
    const { threads } = settings;
    const sources = { gallery, people, strangers: known };
    const made = await trainOn(sources, { options: how.heads, rejector, extraction, threads }, how.control);
    recogniser = await recogniserOfHeads(gallery, made.trained, { rejector, signal });
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
  const { fusion } = enrolled;
  return {
    recogniser,
    judgement: { threshold, probability },
    ...(fusion && { fusion }),
    ...(head && { head }),
    ...(learning && { learning }),
  };
}
