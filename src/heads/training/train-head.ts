import { QuenError, throwIfAborted } from '../../core/errors.ts';
import type { GraphSession } from '../../core/tensor.ts';
import type { Random } from '../../numerics/random.ts';
import type { HeadArchitecture, Parameters } from './architecture.ts';
import { batchFeeds, epochRandom, epochScalars, type Feeds, maskFeeds, shuffledRows } from './epoch-plan.ts';
import {
  assertFits,
  type LabelledEmbeddings,
  NOBODY,
  rowsThatTakePart,
  withoutOthers,
} from './labelled-embeddings.ts';
import { accuracyOf } from './predict.ts';
import { predictionGraph } from './prediction-graph.ts';
import type { TrainingRecipe } from './recipe.ts';
import { createSchedule, type Schedule } from './schedules.ts';
import { trainingGraph } from './training-graph.ts';
import { TrainingMemory } from './training-memory.ts';
import { embeddingFeeds, runSteps } from './training-run.ts';
import {
  assertResumable,
  type BestEpoch,
  type EpochReport,
  initialState,
  parametersOf,
  type TrainingState,
} from './training-state.ts';

/** Opens a graph for running; ONNX Runtime outside of tests. */
export type OpenGraph = (graph: Uint8Array) => Promise<GraphSession>;

/** A head to train, as plain data: equal requests give equal heads. */
export interface TrainingRequest {
  readonly architecture: HeadArchitecture;
  readonly recipe: TrainingRecipe;
  readonly training: LabelledEmbeddings;
  /** Rows that decide which epoch is kept and when to stop; without them the last epoch is kept. */
  readonly validation?: LabelledEmbeddings;
  /** Weight of each class in the loss, shape [C]; all equal when absent. */
  readonly classWeights?: Float32Array;
  /** Weight in the loss of a row of nobody; 1 when absent. */
  readonly nobodyWeight?: number;
  /**
   * Group of each row of the training matrix: an epoch takes one random row of each group, such as one view of each
   * photo; all rows once when absent.
   */
  readonly groupOf?: Int32Array;
}

/** How a training is watched, stopped, and gone on with. */
export interface TrainingRun {
  /** A state kept of an earlier run of the same request. */
  readonly resumeFrom?: TrainingState;
  readonly signal?: AbortSignal;
  /** Called after each epoch with what to show and what to keep. */
  readonly onEpoch?: (report: EpochReport, state: TrainingState) => void | Promise<void>;
}

/** A head that has been trained. */
export interface TrainedHead {
  readonly architecture: HeadArchitecture;
  readonly parameters: Parameters;
  readonly stoppedBy: 'epoch-count' | 'patience' | 'divergence';
  /** All of them, those before a state that was gone on from too. */
  readonly epochs: readonly EpochReport[];
}

/** A head that has been trained, and where its training ended. */
export interface FinishedTraining extends TrainedHead {
  readonly state: TrainingState;
}

/** Raised when the same request gives another head for a reason that its graphs and its update kernel do not show. */
export const TRAINING_VERSION = 1;

/**
 * Trains a head. One seed gives the same bytes on one machine with as many threads. A loss that is no finite number
 * ends the training with what came before. Throws `DIMENSION_MISMATCH` for rows or a kept state that do not fit, `ABORTED`.
 */
export async function trainHead(
  request: TrainingRequest,
  open: OpenGraph,
  run: TrainingRun = {},
): Promise<FinishedTraining> {
  const { architecture, recipe, training, validation } = request;
  const { resumeFrom } = run;
  assertFits(training, architecture, 'training');
  if (validation !== undefined) assertFits(validation, architecture, 'validation');
  assertGrouped(request);
  if (resumeFrom !== undefined) assertResumable(resumeFrom, architecture, recipe);
  const trainer = await open(trainingGraph(architecture, recipe));
  try {
    const judge = await open(predictionGraph(architecture));
    try {
      return await runEpochs(request, { trainer, judge }, run);
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

/** Where the steps of a training run. */
interface TrainingSite extends Sessions {
  /** Inputs that are the same in every epoch. */
  readonly shared: Feeds;
  readonly memory: TrainingMemory;
  /** The validation rows alone. */
  readonly judged: LabelledEmbeddings | undefined;
}

function judgedRows({ validation }: TrainingRequest): LabelledEmbeddings | undefined {
  return validation && withoutOthers(validation);
}

function assertGrouped({ training, groupOf }: TrainingRequest): void {
  const { rows } = training.embeddings;
  if (groupOf === undefined || groupOf.length === rows) return;
  throw new QuenError(
    'DIMENSION_MISMATCH',
    `${rows} embeddings have ${groupOf.length} groups. Give the group of each row of the matrix.`,
  );
}

async function runEpochs(
  request: TrainingRequest,
  sessions: Sessions,
  run: TrainingRun,
): Promise<FinishedTraining> {
  const { architecture, recipe } = request;
  const site = {
    ...sessions,
    shared: embeddingFeeds(request.training),
    memory: new TrainingMemory(architecture, recipe),
    judged: judgedRows(request),
  };
  let state = run.resumeFrom ?? initialState(architecture, recipe);
  let stoppedBy: TrainedHead['stoppedBy'] = 'epoch-count';
  while (state.doneEpochCount < recipe.epochCount) {
    if (isOutOfPatience(state, recipe)) {
      stoppedBy = 'patience';
      break;
    }
    throwIfAborted(run.signal);
    const done = await runEpoch(request, site, state);
    if (done === undefined) {
      stoppedBy = 'divergence';
      break;
    }
    state = done.state;
    await run.onEpoch?.(done.report, state);
  }
  const parameters = state.best?.parameters ?? parametersOf(state.tensors, architecture, recipe);
  return { architecture, parameters, stoppedBy, epochs: state.epochs, state };
}

function isOutOfPatience({ best, doneEpochCount }: TrainingState, { patience }: TrainingRecipe): boolean {
  return best !== undefined && doneEpochCount - 1 - best.epoch >= patience;
}

/** One epoch; undefined where its loss is no finite number. */
async function runEpoch(
  request: TrainingRequest,
  { trainer, judge, shared, memory, judged }: TrainingSite,
  state: TrainingState,
): Promise<{ readonly report: EpochReport; readonly state: TrainingState } | undefined> {
  const { architecture, recipe } = request;
  const epoch = state.doneEpochCount;
  const { feeds, rates } = planEpoch(request, state);
  memory.load(state.tensors);
  const scalars = epochScalars(recipe, rates, state.doneStepCount);
  const losses = await runSteps({ session: trainer, memory }, { ...shared, ...feeds }, scalars);
  const loss = losses.reduce((sum, value) => sum + value, 0) / losses.length;
  if (!Number.isFinite(loss)) return undefined;
  const tensors = memory.copy();

  const report = { epoch, loss, rate: rates.at(-1) ?? 0 };
  const counts = { doneEpochCount: epoch + 1, doneStepCount: state.doneStepCount + losses.length };
  const { epochs } = state;
  if (judged === undefined) return { report, state: { ...counts, tensors, epochs: [...epochs, report] } };
  const parameters = parametersOf(tensors, architecture, recipe);
  const accuracy = await accuracyOf({ architecture, parameters, session: judge }, judged);
  const best = betterOf(state.best, { epoch, accuracy, parameters });
  const judgedReport = { ...report, accuracy };
  return { report: judgedReport, state: { ...counts, tensors, best, epochs: [...epochs, judgedReport] } };
}

function betterOf(earlier: BestEpoch | undefined, later: BestEpoch): BestEpoch {
  return earlier !== undefined && later.accuracy <= earlier.accuracy ? earlier : later;
}

/** One random row of each group, groups in the order of their first rows; all rows without groups. */
function epochRows(rows: Int32Array, groupOf: Int32Array | undefined, random: Random): Int32Array {
  if (groupOf === undefined) return rows;
  const members = new Map<number, number[]>();
  for (const row of rows) {
    const group = groupOf[row] ?? -1;
    const known = members.get(group);
    if (known === undefined) members.set(group, [row]);
    else known.push(row);
  }
  return Int32Array.from(members.values(), (of) => of[Math.floor(random() * of.length)] ?? 0);
}

/** What an epoch's steps take: depends on the request and the epoch alone. */
function planEpoch(
  request: TrainingRequest,
  { doneEpochCount, doneStepCount }: TrainingState,
): { readonly feeds: Feeds; readonly rates: readonly number[] } {
  const { architecture, recipe, training, classWeights, nobodyWeight } = request;
  const { batchSize, epochCount, seed } = recipe;
  const random = epochRandom(seed, doneEpochCount);
  const chosen = epochRows(rowsThatTakePart(training), request.groupOf, random);
  const rows = shuffledRows(chosen, random);
  const weightOf = (row: number): number => {
    const label = training.labels[row] ?? NOBODY;
    return (label === NOBODY ? nobodyWeight : classWeights?.[label]) ?? 1;
  };
  const stepCount = Math.ceil(rows.length / batchSize);
  const schedule: Schedule = createSchedule(recipe.schedule, { stepsPerEpoch: stepCount, epochCount });
  const rates = Array.from({ length: stepCount }, (_, step) => schedule(doneStepCount + step));
  const feeds = {
    ...batchFeeds({ rows, batchSize, weightOf }),
    ...maskFeeds(architecture, { stepCount, batchSize }, random),
  };
  return { feeds, rates };
}
