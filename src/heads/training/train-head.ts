import { throwIfAborted } from '../../core/errors.ts';
import type { GraphSession } from '../../core/tensor.ts';
import type { Random } from '../../numerics/random.ts';
import type { HeadArchitecture, Parameters } from './architecture.ts';
import { batchFeeds, epochRandom, type Feeds, maskFeeds, scalarFeeds, shuffledRows } from './epoch-plan.ts';
import { assertFits, type LabelledEmbeddings } from './labelled-embeddings.ts';
import { accuracyOf } from './predict.ts';
import { predictionGraph } from './prediction-graph.ts';
import type { TrainingRecipe } from './recipe.ts';
import { createSchedule, type Schedule } from './schedules.ts';
import { trainingGraph } from './training-graph.ts';
import { embeddingFeeds, runSteps } from './training-run.ts';
import {
  assertResumable,
  type BestEpoch,
  initialState,
  parametersOf,
  type TrainingState,
} from './training-state.ts';

/** Opens a graph for running; ONNX Runtime outside of tests. */
export type OpenGraph = (graph: Uint8Array) => Promise<GraphSession>;

/** A head to train. */
export interface TrainingRequest {
  readonly architecture: HeadArchitecture;
  readonly recipe: TrainingRecipe;
  readonly training: LabelledEmbeddings;
  /** Rows that decide which epoch is kept and when to stop; without them the last epoch is kept. */
  readonly validation?: LabelledEmbeddings;
  /** Weight of each class in the loss, shape [C]; all equal when absent. */
  readonly classWeights?: Float32Array;
  /** Rows of an epoch, always equally many, such as one view of each photo; all rows once when absent. */
  readonly epochRows?: (random: Random) => Int32Array;
  /** A state kept of an earlier run of the same request. */
  readonly resumeFrom?: TrainingState;
  readonly signal?: AbortSignal;
  /** Called after each epoch with what to show and what to keep. */
  readonly onEpoch?: (report: EpochReport, state: TrainingState) => void | Promise<void>;
}

/** One epoch of a training. */
export interface EpochReport {
  /** Counted from 0. */
  readonly epoch: number;
  /** Mean over the epoch's steps. */
  readonly loss: number;
  /** Share of validation rows named right; absent without validation. */
  readonly accuracy?: number;
  /** Learning rate of the epoch's last step. */
  readonly rate: number;
}

/** A head that has been trained. */
export interface TrainedHead {
  readonly architecture: HeadArchitecture;
  readonly parameters: Parameters;
  readonly stoppedBy: 'epoch-count' | 'patience' | 'divergence';
  /** The epochs that this call ran. */
  readonly epochs: readonly EpochReport[];
  readonly state: TrainingState;
}

/**
 * Trains a head. One seed gives the same bytes on one machine with as many threads. A loss that is no finite number
 * ends the training with what came before. Throws `DIMENSION_MISMATCH` for rows or a kept state that do not fit, `ABORTED`.
 */
export async function trainHead(request: TrainingRequest, open: OpenGraph): Promise<TrainedHead> {
  const { architecture, recipe, training, validation, resumeFrom } = request;
  assertFits(training, architecture, 'training');
  if (validation !== undefined) assertFits(validation, architecture, 'validation');
  if (resumeFrom !== undefined) assertResumable(resumeFrom, architecture, recipe);
  const trainer = await open(trainingGraph(architecture, recipe));
  try {
    const judge = await open(predictionGraph(architecture));
    try {
      return await runEpochs(request, { trainer, judge });
    } finally {
      await judge.release();
    }
  } finally {
    await trainer.release();
  }
}

interface Sessions {
  readonly trainer: GraphSession;
  readonly judge: GraphSession;
}

async function runEpochs(request: TrainingRequest, sessions: Sessions): Promise<TrainedHead> {
  const { architecture, recipe } = request;
  const shared = embeddingFeeds(request.training);
  const epochs: EpochReport[] = [];
  let state = request.resumeFrom ?? initialState(architecture, recipe);
  let stoppedBy: TrainedHead['stoppedBy'] = 'epoch-count';
  while (state.doneEpochCount < recipe.epochCount) {
    if (isOutOfPatience(state, recipe)) {
      stoppedBy = 'patience';
      break;
    }
    throwIfAborted(request.signal);
    const done = await runEpoch(request, sessions, state, shared);
    if (done === undefined) {
      stoppedBy = 'divergence';
      break;
    }
    state = done.state;
    epochs.push(done.report);
    await request.onEpoch?.(done.report, state);
  }
  const parameters = state.best?.parameters ?? parametersOf(state.tensors, architecture, recipe);
  return { architecture, parameters, stoppedBy, epochs, state };
}

function isOutOfPatience({ best, doneEpochCount }: TrainingState, { patience }: TrainingRecipe): boolean {
  return best !== undefined && doneEpochCount - 1 - best.epoch >= patience;
}

/** One epoch; undefined where its loss is no finite number. */
async function runEpoch(
  request: TrainingRequest,
  { trainer, judge }: Sessions,
  state: TrainingState,
  shared: Feeds,
): Promise<{ readonly report: EpochReport; readonly state: TrainingState } | undefined> {
  const { architecture, recipe, validation } = request;
  const epoch = state.doneEpochCount;
  const { feeds, rates } = planEpoch(request, state);
  const run = { architecture, optimiser: recipe.optimiser };
  const { losses, tensors } = await runSteps(trainer, run, state.tensors, { ...shared, ...feeds });
  const loss = losses.reduce((sum, value) => sum + value, 0) / losses.length;
  if (!Number.isFinite(loss)) return undefined;

  const report = { epoch, loss, rate: rates.at(-1) ?? 0 };
  const counts = { doneEpochCount: epoch + 1, doneStepCount: state.doneStepCount + losses.length };
  if (validation === undefined) return { report, state: { ...counts, tensors } };
  const parameters = parametersOf(tensors, architecture, recipe);
  const accuracy = await accuracyOf({ architecture, parameters, session: judge }, validation);
  const best = betterOf(state.best, { epoch, accuracy, parameters });
  return { report: { ...report, accuracy }, state: { ...counts, tensors, best } };
}

function betterOf(earlier: BestEpoch | undefined, later: BestEpoch): BestEpoch {
  return earlier !== undefined && later.accuracy <= earlier.accuracy ? earlier : later;
}

/** What an epoch's steps take: depends on the request and the epoch alone. */
function planEpoch(
  request: TrainingRequest,
  { doneEpochCount, doneStepCount }: TrainingState,
): { readonly feeds: Feeds; readonly rates: readonly number[] } {
  const { architecture, recipe, training, classWeights } = request;
  const { batchSize, epochCount, seed } = recipe;
  const random = epochRandom(seed, doneEpochCount);
  const chosen = request.epochRows?.(random) ?? Int32Array.from(training.labels.keys());
  const rows = shuffledRows(chosen, random);
  const weightOf = (row: number): number => classWeights?.[training.labels[row] ?? 0] ?? 1;
  const stepCount = Math.ceil(rows.length / batchSize);
  const schedule: Schedule = createSchedule(recipe.schedule, { stepsPerEpoch: stepCount, epochCount });
  const rates = Array.from({ length: stepCount }, (_, step) => schedule(doneStepCount + step));
  const feeds = {
    ...batchFeeds({ rows, batchSize, weightOf }),
    ...scalarFeeds(recipe, rates, doneStepCount),
    ...maskFeeds(architecture, { stepCount, batchSize }, random),
  };
  return { feeds, rates };
}
