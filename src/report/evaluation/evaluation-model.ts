import type { Figure } from '../../core/evaluation-figures.ts';
import type { EvaluationFindings } from '../../core/evaluation-findings.ts';
import type { Candidate, SkippedFile } from '../../core/identification.ts';
import type { RobustnessSweep } from '../../core/robustness.ts';
import type { ReportNetwork, ReportSetting } from '../report-model.ts';

/** Everything the page of an evaluation shows; nothing is read, timed or drawn at random while it is written. */
export interface EvaluationModel {
  /** Heading of the page, such as the name of the test. */
  readonly title: string;
  readonly findings: EvaluationFindings;
  /** How the threshold was set, in one sentence; absent where the protocol sets none. */
  readonly thresholdStatement?: string;
  /** The same test with each network alone; empty where there is only one. */
  readonly alone: readonly NetworkAlone[];
  /** The same test with its photos made worse; absent where it was not asked for. */
  readonly robustness?: RobustnessSweep;
  readonly evidence: ErrorEvidence;
  readonly provenance: EvaluationProvenance;
}

/** The figures of one network by itself. */
export interface NetworkAlone {
  readonly name: string;
  readonly figures: readonly Figure[];
}

/** What is shown beside the errors; whatever is missing is left out. */
export interface ErrorEvidence {
  /** Best candidates by photo of the test, best first. */
  readonly candidates: ReadonlyMap<string, readonly Candidate[]>;
  /** Data URIs of square crops by photo of the test: the face that was searched, or the photo where none was found. */
  readonly probes: ReadonlyMap<string, string>;
  /** Data URIs of square face crops by enrolled photo. */
  readonly enrolled: ReadonlyMap<string, string>;
  /** Data URIs of a square face crop by enrolled person. */
  readonly portraits: ReadonlyMap<string, string>;
}

/** No evidence at all. */
export const NO_EVIDENCE: ErrorEvidence = {
  candidates: new Map(),
  probes: new Map(),
  enrolled: new Map(),
  portraits: new Map(),
};

/** How the figures came about. */
export interface EvaluationProvenance {
  readonly networks: readonly ReportNetwork[];
  /** The command's options as it ran. */
  readonly settings: readonly ReportSetting[];
  /** Versions, hashes, seeds and the machine, each in a line. */
  readonly facts: readonly ReportSetting[];
  readonly skipped: readonly SkippedFile[];
}
