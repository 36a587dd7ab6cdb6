import type { PhotoResult, SkippedFile, Threshold } from '../core/identification.ts';
import type { ExtractedPhoto, PhotoFile } from '../core/photo.ts';
import type { Fusion } from '../pipeline/ensemble/fusion.ts';
import type { RehearsedRecall } from '../pipeline/indexed/calibrate-indexed.ts';
import type { LearntProbability } from '../pipeline/learn-probability.ts';
import type { People } from '../pipeline/people.ts';
import type { PseudoLabel } from '../pipeline/pseudo-labels/pseudo-label.ts';
import type { Recogniser } from '../pipeline/recogniser.ts';
import type { ResolvedIdentifyOptions } from './identify-options.ts';
import type { PhotoLearning } from './learn-from-photos.ts';
import type { OpenExtraction } from './open-extraction.ts';

/** What `identify` found. */
export interface Identification {
  /** In name order of the photos, or in the order of the table. */
  readonly photos: readonly PhotoResult[];
  readonly threshold: Threshold;
  /** How probabilities were learnt; absent where there was nothing to learn them from. */
  readonly probability?: LearntProbability;
  /** What was learnt from the photos themselves, and from which faces; absent where it was not asked for. */
  readonly learning?: PhotoLearning;
  readonly pseudoLabels?: readonly PseudoLabel[];
  /** How several networks weigh; absent for a single one, and where a gallery was made earlier. */
  readonly fusion?: Fusion;
  /** What an approximate index misses, where the threshold was set anew through it. */
  readonly indexRecall?: RehearsedRecall;
  /** Who could be recognised, sorted. */
  readonly identities: readonly string[];
  /** Files of any folder that took no part. */
  readonly skipped: readonly SkippedFile[];
  /** Photos whose faces came from an earlier run. */
  readonly cachedCount: number;
  /** Photos read in all: people, strangers and the pile. */
  readonly photoCount: number;
}

/** What a run reads: photos of people and strangers, or a file of people; and the pile. */
export interface IdentifySources {
  readonly people: People;
  readonly strangers: People;
  /** Of a gallery or bundle; undefined where people are enrolled in this run. */
  readonly recogniser: Recogniser | undefined;
  readonly probes: readonly PhotoFile[];
  /** True identity of each probe, where a table states them. */
  readonly labels: readonly string[] | undefined;
  readonly skipped: readonly SkippedFile[];
}

/** Everything that `identify` knows when it is done. */
export interface FinishedRun {
  readonly identification: Identification;
  readonly options: ResolvedIdentifyOptions;
  readonly recogniser: Recogniser;
  readonly extraction: OpenExtraction;
  readonly sources: IdentifySources;
  readonly probes: readonly ExtractedPhoto[];
}
