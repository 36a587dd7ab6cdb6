import type { ChangedPhoto } from '../../core/changed-photo.ts';
import type { RunComparison } from '../../core/run-comparison.ts';

/** What the page of two compared evaluations shows. */
export interface ComparisonModel {
  readonly first: ComparedRun;
  readonly second: ComparedRun;
  readonly runs: RunComparison;
  readonly changed: readonly ChangedPhoto[];
  /** What was not the same in the two; a side that lacks it has none. */
  readonly settings: readonly {
    readonly name: string;
    readonly first?: string;
    readonly second?: string;
  }[];
}

/** One of the two. */
export interface ComparedRun {
  readonly path: string;
  readonly title: string;
  readonly threshold: number;
}
