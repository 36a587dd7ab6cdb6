import { QuenError } from '../../core/errors.ts';
import { seededRandom } from '../../numerics/random.ts';
import { elementCount, type HeadArchitecture, initialParameters, type Parameters } from './architecture.ts';
import type { TrainingRecipe } from './recipe.ts';
import { stateTensors } from './state-tensors.ts';

/** Where a training stands after an epoch; all that going on from there needs, as plain values and typed arrays. */
export interface TrainingState {
  readonly doneEpochCount: number;
  readonly doneStepCount: number;
  /** Of every epoch done. */
  readonly epochs: readonly EpochReport[];
  /** Weights and what the optimiser keeps beside them, by name. */
  readonly tensors: Parameters;
  /** The best epoch so far; absent before the first one, or without validation. */
  readonly best?: BestEpoch;
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

/** The epoch of the highest validation accuracy, the first of equals. */
export interface BestEpoch {
  /** Counted from 0. */
  readonly epoch: number;
  readonly accuracy: number;
  readonly parameters: Parameters;
}

/** The state before the first epoch. */
export function initialState(
  architecture: HeadArchitecture,
  { optimiser, seed }: TrainingRecipe,
): TrainingState {
  const parameters = initialParameters(architecture, seededRandom(seed));
  const tensors = stateTensors(architecture, optimiser).map(({ name, role, parameter, dims }) => {
    const start = role === 'value' ? parameters[parameter] : undefined;
    return [name, start ?? new Float32Array(elementCount(dims))] as const;
  });
  return { doneEpochCount: 0, doneStepCount: 0, epochs: [], tensors: Object.fromEntries(tensors) };
}

/** The weights among a state's tensors. */
export function parametersOf(
  tensors: Parameters,
  architecture: HeadArchitecture,
  { optimiser }: TrainingRecipe,
): Parameters {
  const values = stateTensors(architecture, optimiser).filter(({ role }) => role === 'value');
  return Object.fromEntries(values.map(({ name }) => [name, tensors[name] ?? new Float32Array()]));
}

/** Throws `DIMENSION_MISMATCH` where a kept state is of another architecture or optimiser. */
export function assertResumable(
  { tensors }: TrainingState,
  architecture: HeadArchitecture,
  { optimiser }: TrainingRecipe,
): void {
  for (const { name, dims } of stateTensors(architecture, optimiser)) {
    const length = tensors[name]?.length;
    if (length === elementCount(dims)) continue;
    const message = `The kept training holds ${length ?? 'no'} values of ${name}; the head has ${elementCount(dims)}. Start the training anew.`;
    throw new QuenError('DIMENSION_MISMATCH', message);
  }
}
