/** One epoch of a fold head. */
export interface CurvePoint {
  /** Counted from 0. */
  readonly epoch: number;
  readonly loss: number;
  /** Share of held-out photos named right, in [0, 1]; absent where none were held out. */
  readonly accuracy?: number;
  /** Learning rate of the epoch's last step. */
  readonly rate: number;
}

/** A way to name and to reject, with what it reached out of fold; rates in [0, 1], null where not measurable. */
export interface WayRow {
  readonly name: string;
  readonly isTaken: boolean;
  readonly rank1: number;
  readonly map5: number;
  readonly dirAt1Percent: number | null;
  readonly auroc: number | null;
}

/** What the page of a training shows. */
export interface TrainingModel {
  readonly title: string;
  /** Facts in one line each, such as people and photos. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** How the threshold was set, in one sentence. */
  readonly statement: string;
  readonly ways: readonly WayRow[];
  /** Epochs of each fold head; empty for a head with a closed form. */
  readonly curves: readonly (readonly CurvePoint[])[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}
