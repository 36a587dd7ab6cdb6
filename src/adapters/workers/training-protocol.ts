import type { QuenErrorCode } from '../../core/errors.ts';
import type { TrainedHead, TrainingRequest } from '../../heads/training/train-head.ts';
import type { EpochReport } from '../../heads/training/training-state.ts';

/** Where trainings are kept on disk. */
export interface TrainingKeeping {
  readonly folder: string;
  /** Least time between two states kept of one training. */
  readonly everyMs: number;
  /** What each request is kept by. */
  readonly keys: readonly string[];
}

/** What a training worker is started with; it is then told places of requests, one after the other. */
export interface TrainingSetup {
  /** Their embeddings are in shared memory; requests that share a matrix share it. */
  readonly requests: readonly TrainingRequest[];
  /** One int32: 0 until trainings shall end after the epoch they are in. */
  readonly stop: SharedArrayBuffer;
  /** Absent where nothing is kept. */
  readonly keeping?: TrainingKeeping;
}

/** What a training worker says of the request it was told. */
export type TrainingResponse =
  | { readonly kind: 'epoch'; readonly report: EpochReport }
  | { readonly kind: 'trained'; readonly head: TrainedHead }
  | { readonly kind: 'fault'; readonly code: QuenErrorCode; readonly message: string };
