import { expect, test } from 'vitest';
import { createSchedule, type ScheduleChoice } from '../../../../src/heads/training/schedules.ts';

const LENGTH = { stepsPerEpoch: 4, epochCount: 5 };

function ratesAt(choice: ScheduleChoice, steps: readonly number[]): number[] {
  return steps.map(createSchedule(choice, LENGTH));
}

test('a constant rate is the same at every step', () => {
  expect(ratesAt({ kind: 'constant', rate: 0.3 }, [0, 7, 19])).toEqual([0.3, 0.3, 0.3]);
});

test('exp_range goes up and down in equal straight lines from the base while gamma is 1', () => {
  const choice = { kind: 'exp-range', base: 1, max: 9, gamma: 1, halfCycleEpochs: 2 } as const;
  expect(ratesAt(choice, [0, 1, 4, 8, 12, 16, 20])).toEqual([1, 2, 5, 9, 5, 1, 5]);
});

test('exp_range shrinks the height above the base by gamma to the power of the step', () => {
  const choice = { kind: 'exp-range', base: 1, max: 9, gamma: 0.5, halfCycleEpochs: 0.5 } as const;
  // Half a cycle is two steps: shares of the height 0, 1/2, 1, 1/2, 0, 1/2.
  expect(ratesAt(choice, [0, 1, 2, 3, 4, 5])).toEqual([1, 3, 3, 1.5, 1, 1.125]);
});

test('the method’s rate at the top of its first cycle is the max times gamma to the step, on top of the base', () => {
  const choice = { kind: 'exp-range', base: 1e-7, max: 1e-3, gamma: 0.99994, halfCycleEpochs: 6 } as const;
  const [top] = ratesAt(choice, [24]);
  expect(top).toBeCloseTo(1e-7 + (1e-3 - 1e-7) * 0.99994 ** 24, 15);
});

test('one-cycle starts at a 25th of its top, reaches it, and ends ten thousand times below its start', () => {
  const rates = ratesAt({ kind: 'one-cycle', max: 1, risingShare: 0.3 }, [0, 5, 19]);
  expect(rates[0]).toBeCloseTo(0.04, 12);
  expect(rates[1]).toBeCloseTo(1, 12);
  expect(rates[2]).toBeCloseTo(0.04 / 1e4, 12);
});

test('one-cycle agrees with PyTorch’s OneCycleLR of 20 steps', () => {
  const rates = ratesAt({ kind: 'one-cycle', max: 1, risingShare: 0.3 }, [1, 3, 10, 15]);
  // torch 1.13: OneCycleLR(max_lr=1, total_steps=20, pct_start=0.3)
  const expected = [0.131672, 0.668328, 0.716943, 0.188258];
  for (const [place, rate] of rates.entries()) expect(rate).toBeCloseTo(expected[place], 6);
});

test('a cosine falls from max by half at half of all steps and ends near min', () => {
  const rates = ratesAt({ kind: 'cosine', max: 3, min: 1 }, [0, 10, 20]);
  expect(rates[0]).toBe(3);
  expect(rates[1]).toBeCloseTo(2, 12);
  expect(rates[2]).toBeCloseTo(1, 12);
});
