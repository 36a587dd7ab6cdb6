import type { Estimate } from './evaluation-figures.ts';

/** How one test fares when its photos are made worse in one way. The threshold is the one set on photos as they are. */
export interface RobustnessRow {
  readonly detector: string;
  /** Embedders that search together. */
  readonly networks: readonly string[];
  /** Name of the degradation, `none` for the photos as they are. */
  readonly degradation: string;
  readonly threshold: number;
  readonly matedSearches: number;
  readonly nonMatedSearches: number;
  /** Photos in which no face was found. */
  readonly withoutFace: number;
  /** DIR at rank 1 at the threshold. */
  readonly dir: Estimate;
  /** The same less that of the photos as they are, photo by photo; 0 in their own row. */
  readonly dirChange: Estimate;
  /** DIR at rank 1 where the degraded strangers reach an FPIR of 1 %: what a threshold of its own would give. */
  readonly dirAtOnePercent: Estimate;
  readonly rank1: Estimate;
  /** Share of the strangers who are named at the threshold. */
  readonly fpir: Estimate;
}

/** A robustness sweep: which photos, and a row for every detector, set of networks and degradation. */
export interface RobustnessSweep {
  /** Photos of the test that were degraded, drawn at random. */
  readonly photoCount: number;
  readonly seed: number;
  /** The detector whose boxes say how large the faces are and where to cover them, for all rows. */
  readonly placedBy: string;
  readonly rows: readonly RobustnessRow[];
}
