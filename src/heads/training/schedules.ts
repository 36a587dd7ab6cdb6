/** Which learning rate each step takes. */
export type ScheduleChoice =
  | { readonly kind: 'constant'; readonly rate: number }
  /** Cyclical, mode `exp_range`: a triangle between base and max whose height shrinks by gamma each step. */
  | {
      readonly kind: 'exp-range';
      readonly base: number;
      readonly max: number;
      readonly gamma: number;
      /** Epochs from the base to the top. */
      readonly halfCycleEpochs: number;
    }
  /** Up to max along a cosine for the first share of all steps, then down to nearly nothing. */
  | { readonly kind: 'one-cycle'; readonly max: number; readonly risingShare: number }
  /** Half a cosine from max down to min over all steps. */
  | { readonly kind: 'cosine'; readonly max: number; readonly min: number };

/** How long a training is. */
export interface TrainingLength {
  readonly stepsPerEpoch: number;
  readonly epochCount: number;
}

/** The learning rate of a step; steps count from 0 over all epochs. */
export type Schedule = (step: number) => number;

// How far below its top a one-cycle schedule starts, and ends below its start: PyTorch's defaults.
const ONE_CYCLE_START = 25;
const ONE_CYCLE_END = 1e4;

/** The schedule of a training of a given length. */
export function createSchedule(choice: ScheduleChoice, length: TrainingLength): Schedule {
  const stepCount = length.stepsPerEpoch * length.epochCount;
  switch (choice.kind) {
    case 'constant':
      return () => choice.rate;
    case 'exp-range':
      return expRange(choice, choice.halfCycleEpochs * length.stepsPerEpoch);
    case 'one-cycle':
      return oneCycle(choice.max, choice.risingShare, stepCount);
    case 'cosine':
      return (step) => cosineBetween(choice.max, choice.min, step / stepCount);
  }
}

/** Smith 2017, "Cyclical learning rates for training neural networks", section 3.2. */
function expRange(
  { base, max, gamma }: { readonly base: number; readonly max: number; readonly gamma: number },
  halfCycleSteps: number,
): Schedule {
  return (step) => {
    const cycle = Math.floor(1 + step / (2 * halfCycleSteps));
    const fromTop = Math.abs(step / halfCycleSteps - 2 * cycle + 1);
    return base + (max - base) * Math.max(0, 1 - fromTop) * gamma ** step;
  };
}

/** Smith and Topin 2018, "Super-convergence", with cosine flanks; reaches its end at the last step. */
function oneCycle(max: number, risingShare: number, stepCount: number): Schedule {
  const start = max / ONE_CYCLE_START;
  const top = Math.max(1, risingShare * stepCount - 1);
  const falling = Math.max(1, stepCount - 1 - top);
  return (step) =>
    step <= top
      ? cosineBetween(start, max, step / top)
      : cosineBetween(max, start / ONE_CYCLE_END, (step - top) / falling);
}

/** From one rate to another along half a cosine. @param share of the way, in [0, 1] */
function cosineBetween(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(1, share)))) / 2;
}
