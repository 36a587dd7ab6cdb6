import type { GroundedFinding } from '../core/audit-finding.ts';
import type { EvaluationFindings } from '../core/evaluation-findings.ts';
import type { Matrix } from '../numerics/matrix.ts';
import type { ScoreRule } from './face-search.ts';

/** The enrolled faces of a collection, sorted by face. */
export interface AnalysedFaces {
  readonly faceIds: readonly string[];
  /** Person of each face. */
  readonly personIds: readonly string[];
  /** Sides of their boxes in pixels: of two copies the larger stays. */
  readonly sidesPx: readonly number[];
  /** Of unit length, shape [N, D]. */
  readonly embeddings: Matrix;
}

/** How a collection decides, for figures about it. */
export interface FigureOptions {
  readonly rule: ScoreRule;
  readonly fpir: number;
}

/** Languages that plots are drawn in. */
export const PLOT_LANGUAGES = ['en', 'vi'] as const;
/** One of {@link PLOT_LANGUAGES}. */
export type PlotLanguage = (typeof PLOT_LANGUAGES)[number];

/** A plot about a collection. */
export interface CollectionPlot {
  readonly id: 'scores' | 'dir-fpir' | 'reliability';
  /** An `svg` element for a page, without script or style of its own; colours are the page's. */
  readonly svg: Readonly<Record<PlotLanguage, string>>;
}

/** What is to be expected of a collection, judged on its own people. */
export interface CollectionFigures {
  /** Counts, curves, thresholds and scores; errors and slices are left out. */
  readonly evaluation: Pick<
    EvaluationFindings,
    'counts' | 'threshold' | 'fpirAsked' | 'thresholdTable' | 'warnings'
  >;
  readonly plots: readonly CollectionPlot[];
}

/** Looks at whole collections beside the threads that answer; one after the other. Throws `WORKER_CRASHED`. */
export interface FaceAnalysis {
  /** What is wrong with the labels. People and photos of findings are ids of people and faces; surest first. */
  audit(faces: AnalysedFaces): Promise<readonly GroundedFinding[]>;
  /** Undefined where nobody could be searched: there are fewer than two people. */
  figures(faces: AnalysedFaces, options: FigureOptions): Promise<CollectionFigures | undefined>;
}
