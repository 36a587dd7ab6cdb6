import { type OpenGraph, type TrainedHead, type TrainingRequest, trainHead } from './training/train-head.ts';

/** How far the training of several heads has come. */
export interface TrainingProgress {
  readonly doneHeadCount: number;
  readonly headCount: number;
  /** The head that this is about, by its place in the requests. */
  readonly head: number;
  /** Epochs done of it, counted from 1, and the most there can be. */
  readonly epoch: number;
  readonly epochCount: number;
  /** Mean loss of the epoch. */
  readonly loss: number;
  /** Share of validation rows named right, in [0, 1]; absent without validation. */
  readonly accuracy?: number;
  /** Learning rate of the epoch's last step. */
  readonly rate: number;
}

/** What a training obeys besides its requests. */
export interface TrainingControl {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/**
 * Trains heads, perhaps several at once and perhaps keeping their state for a later run. Results stand in the order of
 * the requests and do not depend on how many train at once.
 */
export type TrainHeads = (
  requests: readonly TrainingRequest[],
  control?: TrainingControl,
) => Promise<TrainedHead[]>;

/** Trains heads one after the other, where there is little to train. */
export function trainHeadsInTurn(open: OpenGraph): TrainHeads {
  return async (requests, { signal, onProgress } = {}) => {
    const heads: TrainedHead[] = [];
    for (const [head, request] of requests.entries()) {
      const { epochCount } = request.recipe;
      // The optimiser's moments would be three quarters of what is held.
      const { state: _, ...trained } = await trainHead(request, open, {
        ...(signal && { signal }),
        onEpoch: ({ epoch, ...report }) =>
          onProgress?.({
            doneHeadCount: heads.length,
            headCount: requests.length,
            head,
            epoch: epoch + 1,
            epochCount,
            ...report,
          }),
      });
      heads.push(trained);
    }
    return heads;
  };
}
