import type { RightProbability } from '../../calibration/right-probability.ts';
import type { FaceHit, ScoreRule, TemplateUpdate } from '../../collections/face-search.ts';
import type { QuenErrorCode } from '../../core/errors.ts';
import type { Threshold } from '../../core/identification.ts';
import type { Matrix } from '../../numerics/matrix.ts';

/** What the thread that holds collections is asked to do with one of them. */
export type SearchWork =
  | { readonly kind: 'update'; readonly updates: readonly TemplateUpdate[] }
  | {
      readonly kind: 'search';
      readonly probes: Matrix;
      readonly rule: ScoreRule;
      readonly limit: number;
      readonly hidden?: readonly (ReadonlySet<string> | undefined)[];
    }
  | {
      readonly kind: 'calibrate';
      readonly rule: ScoreRule;
      readonly fpir: number;
      readonly strangerShare: number;
      readonly kept?: string | undefined;
    }
  | { readonly kind: 'group'; readonly faceIds: readonly string[]; readonly embeddings: Matrix }
  | { readonly kind: 'forget' };

/** One piece of work for the thread. */
export interface SearchRequest {
  readonly id: number;
  readonly collectionId: string;
  readonly work: SearchWork;
}

/** What each kind of work gives. */
export interface SearchResults {
  readonly update: null;
  readonly search: readonly FaceHit[];
  readonly calibrate: {
    readonly threshold: Threshold;
    readonly probability: RightProbability | undefined;
    readonly kept: string;
  };
  /** Group of each face, 0 for none. */
  readonly group: readonly number[];
  readonly forget: null;
}

/** The answer to one request, or why there is none. */
export type SearchResponse =
  | { readonly id: number; readonly result: SearchResults[keyof SearchResults] }
  | { readonly id: number; readonly code: QuenErrorCode; readonly message: string };
