import { type OpenGraph, type TrainedHead, type TrainingRequest, trainHead } from './training/train-head.ts';
import type { EpochReport } from './training/training-state.ts';

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
  /** Called after epochs, not always after each, and once more when a head is done. */
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
      const report = (epoch: EpochReport): void =>
        onProgress?.(progressOf(requests, { head, doneHeadCount: heads.length }, epoch));
      // The optimiser's moments would be three quarters of what is held.
      const { state: _, ...trained } = await trainHead(request, open, {
        ...(signal && { signal }),
        onEpoch: report,
      });
      heads.push(trained);
      for (const last of trained.epochs.slice(-1)) report(last);
    }
    return heads;
  };
}

/** Progress after an epoch of a head. */
export function progressOf(
  requests: readonly TrainingRequest[],
  { head, doneHeadCount }: Pick<TrainingProgress, 'head' | 'doneHeadCount'>,
  { epoch, ...report }: EpochReport,
): TrainingProgress {
  const epochCount = requests[head]?.recipe.epochCount ?? 0;
  return { doneHeadCount, headCount: requests.length, head, epoch: epoch + 1, epochCount, ...report };
}
