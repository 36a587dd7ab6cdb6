import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededRandom, shuffled } from '../../../src/numerics/random.ts';
import { calibrateThreshold } from '../../../src/rejection/calibrate.ts';
import { shareAtOrAbove } from '../../../src/rejection/non-mated-tail.ts';

const thresholdOn = (people: readonly (readonly number[])[], fpir: number) =>
  calibrateThreshold(people, { fpir, setOn: 'strangers', seed: 1 }).value;

it('each of n + 1 people judged by the threshold of the others, at most fpir of them are named, whatever the scores', () => {
  // Split conformal prediction is this sum, taken over who comes last: it holds for every table of scores, ties too.
  const person = fc.array(
    fc.integer({ min: 0, max: 12 }).map((step) => step / 100),
    { minLength: 1, maxLength: 4 },
  );
  const people = fc.array(person, { minLength: 10, maxLength: 25 });
  fc.assert(
    fc.property(people, fc.constantFrom(0.15, 0.2, 0.34, 0.5), (all, fpir) => {
      const named = all.map((one, left) => {
        const others = all.filter((_, i) => i !== left);
        return shareAtOrAbove([one], thresholdOn(others, fpir));
      });
      expect(named.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(fpir * all.length + 1e-9);
    }),
  );
});

it('over 400 splits of made strangers of one photo the mean is the rate asked for, and no lower than one person less', () => {
  const random = seededRandom(21);
  const people = Array.from({ length: 600 }, () => [random() ** 3]);
  const rates = Array.from({ length: 400 }, () => {
    const order = shuffled(people, random);
    return shareAtOrAbove(order.slice(99), thresholdOn(order.slice(0, 99), 0.1));
  });
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  // A split's rate has a standard deviation of about 3.2 points, their mean one of 0.16.
  expect(mean).toBeGreaterThan(0.1 - 0.01);
  expect(mean).toBeLessThan(0.1 + 0.005);
});
