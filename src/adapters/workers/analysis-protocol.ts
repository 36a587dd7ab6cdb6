import type { AnalysedFaces, CollectionFigures, FigureOptions } from '../../collections/face-analysis.ts';
import type { GroundedFinding } from '../../core/audit-finding.ts';
import type { QuenErrorCode } from '../../core/errors.ts';

/** The one piece of work that an analysis thread is started for. */
export type AnalysisWork =
  | { readonly kind: 'audit'; readonly faces: AnalysedFaces }
  | { readonly kind: 'figures'; readonly faces: AnalysedFaces; readonly options: FigureOptions };

/** What each kind of work gives. */
export interface AnalysisResults {
  readonly audit: readonly GroundedFinding[];
  readonly figures: CollectionFigures | undefined;
}

/** What came of the work. */
export type AnalysisResponse =
  | { readonly kind: 'done'; readonly result: AnalysisResults[keyof AnalysisResults] }
  | { readonly kind: 'fault'; readonly code: QuenErrorCode; readonly message: string };
