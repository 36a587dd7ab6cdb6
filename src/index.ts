export type { Fix, FixesFile, Move } from './audit/fix.ts';
export { BUNDLE_REJECTIONS, type BundleRejection } from './bundle/bundle.ts';
export type { CalibrationCurve } from './calibration/calibration-curve.ts';
export type { RightProbability } from './calibration/right-probability.ts';
export {
  type Evidence,
  FINDING_KINDS,
  type Finding,
  type FindingGrounds,
  type FindingKind,
  type LabelRule,
  type Proposal,
} from './core/audit-finding.ts';
export type { ChangedPhoto, Verdict } from './core/changed-photo.ts';
export { isQuenError, QUEN_ERROR_CODES, QuenError, type QuenErrorCode } from './core/errors.ts';
export type { Estimate, Figure, FigureKey } from './core/evaluation-figures.ts';
export type { SliceDifference, SliceRow, SliceTable } from './core/evaluation-slices.ts';
export { type Box, DETECTION_RUNGS, type DetectionRung } from './core/face.ts';
export type { RowNetwork } from './core/face-row.ts';
export type {
  Candidate,
  Decision,
  FaceResult,
  NearestPhoto,
  PhotoResult,
  RateEstimate,
  SkippedFile,
  Threshold,
} from './core/identification.ts';
export { INDEX_KINDS, type IndexKind, type IndexStamp } from './core/index-stamp.ts';
export type { NetworkFailure } from './core/photo.ts';
export type { OnProgress, Progress } from './core/ports.ts';
export type { RobustnessRow, RobustnessSweep } from './core/robustness.ts';
export type { FigureDifference, McNemarTest, RunComparison } from './core/run-comparison.ts';
export type { LfwOpenSet } from './evaluation/protocols/lfw-open-set.ts';
export type { Spread } from './evaluation/protocols/spread.ts';
export type { TrialFigure } from './evaluation/protocols/trials.ts';
export type {
  Cohort,
  EnrolledFace,
  Gallery,
  GalleryRejection,
  MatedScore,
  NetworkStamp,
  NonMatedScores,
} from './gallery/gallery.ts';
export { SCORE_RULES, type ScoreRule } from './gallery/identity-scores.ts';
export type { FusedPart } from './gallery/shared-parts.ts';
export { HEAD_NAMES } from './heads/create-head.ts';
export { HEAD_SCORE_KINDS, type HeadScoreKind } from './heads/score-kind.ts';
export type { TrainingProgress } from './heads/train-heads.ts';
export type {
  DeadLetter,
  KnownWorker,
  RunCounts,
  RunStatus,
  Tally,
  WorkerState,
} from './jobs/job-queue.ts';
export type { Matrix } from './numerics/matrix.ts';
export type { Interval } from './numerics/statistics.ts';
export type { AuditCounts } from './pipeline/audit/audit-people.ts';
export type { Fusion } from './pipeline/ensemble/fusion.ts';
export type { SearchedPeople } from './pipeline/ensemble/left-out-searches.ts';
export type { RunControl } from './pipeline/extract-photos.ts';
export type { IdentificationFigures } from './pipeline/identification-figures.ts';
export type { RehearsedRecall } from './pipeline/indexed/calibrate-indexed.ts';
export type { IndexRecall } from './pipeline/indexed/measure-recall.ts';
export type { WorkerEvent } from './pipeline/jobs/work/work-on-jobs.ts';
export type { LearntProbability } from './pipeline/learn-probability.ts';
export type { BlufrFigures, BlufrTrialFigures } from './pipeline/protocols/blufr.ts';
export type {
  LfwOpenSetFigures,
  LfwOpenSetName,
  OpenSetFigures,
} from './pipeline/protocols/lfw-open-set.ts';
export type { PeopleFigureKey, PeopleFigures, PeopleRepeat } from './pipeline/protocols/people.ts';
export type { PseudoLabel } from './pipeline/pseudo-labels/pseudo-label.ts';
export type { RoundCounts } from './pipeline/recipe-stages/answers-stage.ts';
export type { NetworkValidation } from './pipeline/recipe-stages/heads-tables.ts';
export type { HeldOutFigures, ValidatedWay } from './pipeline/training/validate-heads.ts';
export type { VerificationFigures } from './pipeline/verify-pairs.ts';
export {
  type ApplyFixesOptions,
  applyFixes,
  type FixesReport,
  type MovedPhoto,
  type UndoFixesOptions,
  type UnmovedPhoto,
  undoFixes,
} from './toolkit/apply-fixes.ts';
export { audit } from './toolkit/audit.ts';
export type { AuditOptionsInput } from './toolkit/audit-options.ts';
export type { AuditReport } from './toolkit/audit-report.ts';
export {
  type ComparedReport,
  type CompareOptions,
  compareReports,
  type ReportComparison,
} from './toolkit/compare-reports.ts';
export {
  type JobsPlace,
  type JobsStatus,
  jobsStatus,
  removeJobs,
  retryJobs,
} from './toolkit/distributed/jobs.ts';
export { runWorker, type WorkerControl, type WorkerOptions } from './toolkit/distributed/worker.ts';
export { enrolGallery } from './toolkit/enrol.ts';
export type { EnrolledGallery } from './toolkit/enrol-people.ts';
export { compareEnsemble, type EnsembleReport } from './toolkit/ensemble.ts';
export type { EnsembleOptions } from './toolkit/ensemble-options.ts';
export {
  type EvaluateOptions,
  type EvaluationReport,
  evaluateLfwPairs,
  evaluateTables,
  type LfwPairsOptions,
  type LfwPairsReport,
  type SpeedFigures,
} from './toolkit/evaluate.ts';
export { type ExportedHeads, exportHeads } from './toolkit/export.ts';
export type {
  ExportDescription,
  ExportedHead,
  ExportedNetwork,
  GraphFile,
} from './toolkit/export-description.ts';
export { type ExportedEmbeddings, exportEmbeddings, exportShards } from './toolkit/export-embeddings.ts';
export type { ExportEmbeddingsOptions, ExportShardsOptions } from './toolkit/export-embeddings-options.ts';
export type { ExportOptions } from './toolkit/export-options.ts';
export type { Identification } from './toolkit/identification-run.ts';
export { identify } from './toolkit/identify.ts';
export type { EnrolOptions, IdentifyOptions } from './toolkit/identify-options.ts';
export type { PhotoLearning } from './toolkit/learn-from-photos.ts';
export type { ManifestDifference } from './toolkit/manifest-differences.ts';
export { type BlufrOptions, type BlufrReport, evaluateBlufr } from './toolkit/protocols/blufr.ts';
export {
  evaluateLfwOpenSet,
  type LfwOpenSetOptions,
  type LfwOpenSetReport,
} from './toolkit/protocols/lfw-open-set.ts';
export { evaluatePeople, type PeopleOptions, type PeopleReport } from './toolkit/protocols/people.ts';
export type { ProtocolProvenance } from './toolkit/protocols/protocol-run.ts';
export { runRecipe } from './toolkit/recipe-run.ts';
export type {
  AnswerScore,
  RecipeRunOptions,
  RecipeRunReport,
  RoundReport,
} from './toolkit/recipe-run-options.ts';
export type { HeadTaken } from './toolkit/score-test.ts';
export { trainPeople } from './toolkit/train.ts';
export type { Training, TrainOptions } from './toolkit/train-options.ts';
export type { TrainControl } from './toolkit/training-sources.ts';
export { version } from './version.ts';
