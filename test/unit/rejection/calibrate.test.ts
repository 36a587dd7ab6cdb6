import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/numerics/random.ts';
import {
  calibrateThreshold,
  peopleNeeded,
  UNCALIBRATED_THRESHOLD,
} from '../../../src/rejection/calibrate.ts';
import {
  extrapolatedThreshold,
  shareAtOrAbove,
  thresholdForBudget,
  weightedScores,
} from '../../../src/rejection/non-mated-tail.ts';

const strangers = { setOn: 'strangers', seed: 1 } as const;

/** One photo each, scores 0.001, 0.002, ... */
function singles(count: number): number[][] {
  return Array.from({ length: count }, (_, i) => [(i + 1) / 1000]);
}

describe('people needed for a promise', () => {
  it('are 1 / rate - 1', () => {
    expect([0.1, 0.03, 0.01, 0.003, 0.001].map(peopleNeeded)).toEqual([9, 33, 99, 333, 999]);
  });
});

describe('a calibrated threshold', () => {
  it('lies just above the highest of 99 strangers at 1 in 100, and lets one pass at 199', () => {
    expect(calibrateThreshold(singles(99), { fpir: 0.01, ...strangers }).value).toBeCloseTo(0.099001, 9);
    expect(calibrateThreshold(singles(199), { fpir: 0.01, ...strangers }).value).toBeCloseTo(0.198001, 9);
  });

  it('counts a person once however many photos there are', () => {
    // Nine people at 1 in 5: the budget is one person. The first has four photos, all above the rest.
    const people = [[0.9, 0.8, 0.7, 0.6], ...singles(8)];
    expect(calibrateThreshold(people, { fpir: 0.2, ...strangers }).value).toBeCloseTo(0.008001, 9);
    const photos = [[0.9], [0.8], [0.7], [0.6], ...singles(8)];
    expect(calibrateThreshold(photos, { fpir: 0.2, ...strangers }).value).toBeCloseTo(0.800001, 9);
  });

  it('never lies below any score it may not pass when scores are tied', () => {
    const people = [...singles(90), ...Array.from({ length: 9 }, () => [0.5])];
    const { value } = calibrateThreshold(people, { fpir: 0.05, ...strangers });
    expect(value).toBeGreaterThan(0.5);
  });

  it('is promised from 99 people for 1 in 100, and not from 98', () => {
    expect(calibrateThreshold(singles(99), { fpir: 0.01, ...strangers }).isPromised).toBe(true);
    expect(calibrateThreshold(singles(98), { fpir: 0.01, ...strangers }).isPromised).toBe(false);
  });

  it('may lie anywhere where a rejector gives the scores, and bears its name', () => {
    const mated = [20, 30, 40];
    // Two people at 1 in 100: median 0, two strangers' excess of 4 and one more person's of a fifth of the way to 30.
    const few = calibrateThreshold([[-4], [4]], {
      fpir: 0.01,
      ...strangers,
      rejector: { name: 'made', mated },
    });
    expect(few).toMatchObject({ rejector: 'made', isPromised: false });
    expect(few.value).toBeCloseTo(4 + (6 / 2) * Math.log(50), 6);
    const many = calibrateThreshold(
      singles(199).map((scores) => scores.map((score) => 1000 * score)),
      { fpir: 0.01, ...strangers, rejector: { name: 'made', mated } },
    );
    expect(many.value).toBeCloseTo(198, 5);
    expect(calibrateThreshold(singles(9), { fpir: 0.1, ...strangers })).not.toHaveProperty('rejector');
  });

  it('keeps its promise on new strangers, on average', () => {
    const random = seededRandom(11);
    const person = () => {
      const level = random();
      return Array.from({ length: 1 + Math.floor(random() * 4) }, () => level + 0.3 * random());
    };
    const draw = (count: number) => Array.from({ length: count }, person);
    const fresh = draw(4000);
    const trials = 150;
    let named = 0;
    for (let t = 0; t < trials; t++) {
      const { value } = calibrateThreshold(draw(60), { fpir: 0.05, ...strangers });
      named += shareAtOrAbove(fresh, value) / trials;
    }
    expect(named).toBeLessThan(0.055);
    expect(named).toBeGreaterThan(0.025);
  });

  it('falls as the rate asked for rises', () => {
    const scores = fc.array(
      fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    const rate = fc.double({ min: 0.001, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(scores, rate, rate, (people, a, b) => {
        const at = (fpir: number) => calibrateThreshold(people, { fpir, ...strangers }).value;
        expect(at(Math.min(a, b))).toBeGreaterThanOrEqual(at(Math.max(a, b)) - 1e-12);
      }),
    );
  });

  it('does not depend on the order of people or seed', () => {
    const people = [[0.3, 0.1], [0.2], [0.5, 0.4], [0.1]];
    const forward = calibrateThreshold(people, { fpir: 0.3, ...strangers });
    const back = calibrateThreshold([...people].reverse(), { fpir: 0.3, setOn: 'strangers', seed: 9 });
    expect(back.value).toBe(forward.value);
  });

  it('passes over people without a face', () => {
    const { personCount, photoCount } = calibrateThreshold([[0.1, 0.2], [], [0.3]], {
      fpir: 0.1,
      ...strangers,
    });
    expect({ personCount, photoCount }).toEqual({ personCount: 2, photoCount: 3 });
  });

  it('refuses a rate outside 0 to 1 and scores that are no numbers', () => {
    for (const fpir of [0, 1, Number.NaN]) {
      expect(() => calibrateThreshold([[0.1]], { fpir, ...strangers })).toThrow(
        expect.objectContaining({ code: 'CONFIG_INVALID' }),
      );
    }
    expect(() => calibrateThreshold([[Number.NaN]], { fpir: 0.1, ...strangers })).toThrow(
      expect.objectContaining({ code: 'DIMENSION_MISMATCH' }),
    );
  });
});

describe('too few people', () => {
  it('get a threshold above every score seen', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 }),
        (scores) => {
          const people = scores.map((score) => [score]);
          expect(calibrateThreshold(people, { fpir: 0.01, ...strangers }).value).toBeGreaterThan(
            Math.max(...scores),
          );
        },
      ),
    );
  });

  it('have the tail carried on exponentially from the median', () => {
    // Upper half 0.4, 0.3, 0.2: median 0.2, excess (0.2 + 0.1 + 0 + 0.08) / 4 = 0.095; ln(0.5 / 0.05) = 2.3026.
    const scores = weightedScores([[0.1], [0.4], [0.0], [0.3], [0.2], [-0.1]]);
    expect(extrapolatedThreshold(scores, 0.05)).toBeCloseTo(0.2 + 0.095 * Math.log(10), 12);
  });

  it('leave the stated threshold when there is nobody at all, and nothing is claimed', () => {
    const threshold = calibrateThreshold([], { fpir: 0.01, setOn: 'leave-one-identity-out', seed: 1 });
    expect(threshold.value).toBe(UNCALIBRATED_THRESHOLD);
    expect(threshold.realisedFpir).toEqual({ rate: 0, low: 0, high: 1 });
    expect(threshold.statement).toBe(
      'Only one person is enrolled and there are no strangers, so there is nobody to set a threshold on: 0.5 is used ' +
        'and nothing is promised. Give photos of at least 99 strangers to promise that at most 1 in 100 is named.',
    );
  });
});

describe('the realised rate', () => {
  it('is counted on people the threshold was not set on', () => {
    // Each of 20 people is set against 18 others: the top two exceed whatever the rest suggest, or one of them does.
    const { realisedFpir } = calibrateThreshold(singles(20), { fpir: 0.1, ...strangers });
    expect(realisedFpir.rate).toBeGreaterThan(0);
    expect(realisedFpir.rate).toBeLessThanOrEqual(0.2);
    expect(realisedFpir.low).toBeLessThan(realisedFpir.rate);
    expect(realisedFpir.high).toBeGreaterThan(realisedFpir.rate);
  });

  it('is the same for the same seed', () => {
    const people = singles(50).map(([score = 0], i) => [score, (i * 7919) % 50]);
    const options = { fpir: 0.1, ...strangers };
    expect(calibrateThreshold(people, options)).toEqual(calibrateThreshold(people, options));
  });
});

describe('the statement', () => {
  it('gives the rate asked for, the rate measured, and on whom', () => {
    const { statement } = calibrateThreshold(singles(199), { fpir: 0.01, ...strangers });
    expect(statement).toMatch(
      /^At most 1 in 100 strangers should be named: measured [\d.]+ % \(95 % interval [\d.]+ to [\d.]+ %\) on strangers \(199 people\), by thresholds they had no part in\.$/,
    );
  });

  it('says how many people are missing', () => {
    const { statement } = calibrateThreshold(singles(12), {
      fpir: 0.01,
      setOn: 'leave-one-identity-out',
      seed: 1,
    });
    expect(statement).toContain('Not enough enrolled people searched as strangers (12 people) to promise');
    expect(statement).toContain('at most 1 in 100 strangers is named: 99 are needed');
  });

  it('puts a rate that is not one in a whole number in hundredths', () => {
    expect(calibrateThreshold(singles(99), { fpir: 0.03, ...strangers }).statement).toContain(
      'At most 3 in 100',
    );
  });
});

describe('the budgeted threshold', () => {
  it('is the lowest score when everything fits', () => {
    expect(thresholdForBudget(weightedScores([[0.3], [0.2]]), 5)).toBe(0.2);
  });
});
