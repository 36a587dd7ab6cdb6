import { describe, expect, it } from 'vitest';
import { searchTable } from '../../../../src/evaluation/counting/search-table.ts';
import type { EvaluatedSearch } from '../../../../src/evaluation/evaluated-search.ts';
import { dirAtFpir } from '../../../../src/evaluation/identification.ts';
import { meanLessDeviation, spreadOf } from '../../../../src/evaluation/protocols/spread.ts';
import {
  aurocOf,
  dirAtFpirOf,
  dirOf,
  fpirOf,
  rank1Of,
} from '../../../../src/evaluation/protocols/trial-measures.ts';
import { measureOverTrials, type Trial } from '../../../../src/evaluation/protocols/trials.ts';
import { seededRandom } from '../../../../src/numerics/random.ts';

function search(person: string, isMated: boolean, score: number, rank = 1): EvaluatedSearch {
  return {
    ...{ person, isMated, photo: `${person} ${score}`, truth: person, labels: [], candidates: [] },
    enrolledPhotoCount: isMated ? 1 : 0,
    found: { bestScore: score, ...(isMated && { mate: { rank, score } }) },
  };
}

const mated = (person: string, score: number, rank = 1) => search(person, true, score, rank);
const stranger = (person: string, score: number) => search(person, false, score);
const trialOf = (...searches: EvaluatedSearch[]): Trial<'dir' | 'fpir'> => {
  const table = searchTable(searches);
  return { table, measures: { dir: dirOf(table, 0.5), fpir: fpirOf(table, 0.5) } };
};
const over = (trials: Trial<'dir' | 'fpir'>[], people: string[], resampleCount = 400) =>
  measureOverTrials(trials, [people], { random: seededRandom(1), resampleCount });

describe('figures over trials', () => {
  const first = trialOf(mated('A', 0.9), mated('B', 0.4), stranger('C', 0.6), stranger('D', 0.1));
  const second = trialOf(mated('C', 0.9), mated('D', 0.8), mated('D', 0.7), stranger('A', 0.2));

  it('are the mean and spread of those of each trial', () => {
    // DIR 1/2 and 3/3; FPIR 1/2 and 0/1.
    const { dir, fpir } = over([first, second], ['A', 'B', 'C', 'D']);
    expect(dir).toMatchObject({ mean: 0.75, least: 0.5, greatest: 1, values: [0.5, 1] });
    expect(dir.sd).toBeCloseTo(Math.sqrt(2 * 0.25 ** 2), 12);
    expect(fpir).toMatchObject({ mean: 0.25, values: [0.5, 0] });
  });

  it('have an interval that draws a person out of all trials at once', () => {
    // Each person is right in one trial and wrong in the other, so every draw of people gives the same mean.
    const one = trialOf(mated('A', 0.9), mated('B', 0.1));
    const other = trialOf(mated('A', 0.1), mated('B', 0.9));
    const { dir } = over([one, other], ['A', 'B']);
    expect(dir).toMatchObject({ mean: 0.5, low: 0.5, high: 0.5 });
  });

  it('have an interval as wide as the people differ', () => {
    // All of A's photos are found, none of B's: a draw has A twice, both, or B twice.
    const { dir } = over(
      [trialOf(mated('A', 0.9), mated('A', 0.9), mated('B', 0.1), mated('B', 0.1))],
      ['A', 'B'],
    );
    expect(dir).toMatchObject({ mean: 0.5, low: 0, high: 1 });
  });

  it('pass over a trial that cannot measure them, and say so where none can', () => {
    const { dir } = over([first, trialOf(stranger('A', 0.9))], ['A', 'B', 'C', 'D']);
    expect(dir).toMatchObject({ mean: 0.5, sd: 0, values: [0.5, null] });
    expect(over([trialOf(stranger('A', 0.9), stranger('B', 0.9))], ['A', 'B']).dir).toEqual({
      ...{ mean: null, sd: null, least: null, greatest: null, low: null, high: null, values: [null] },
      reason: 'No photo of the test shows an enrolled person.',
    });
  });

  it('have no interval of one person, and that of Clopper and Pearson where all are right', () => {
    expect(over([trialOf(mated('A', 0.9))], ['A', 'B']).dir).toMatchObject({
      ...{ mean: 1, low: null, high: null },
      reason: 'An interval needs at least two people.',
    });
    const { dir } = over([trialOf(mated('A', 0.9), mated('B', 0.9), mated('C', 0.9))], ['A', 'B', 'C']);
    expect(dir).toMatchObject({ mean: 1, high: 1 });
    // 0.025 ^ (1 / 3)
    expect(dir.low).toBeCloseTo(0.2924, 4);
  });

  it('are the same bytes for the same seed', () => {
    const people = ['A', 'B', 'C', 'D'];
    expect(over([first, second], people)).toEqual(over([first, second], people));
  });
});

describe('measures of a trial', () => {
  const strangers = Array.from({ length: 30 }, (_, n) => stranger(`S${n}`, n / 100));
  const searches = [mated('A', 0.285), mated('B', 0.25), mated('C', 0.9, 2), ...strangers];
  const table = searchTable(searches);
  const everybody = {
    people: new Float64Array(33).fill(1),
    searches: new Float64Array(33).fill(1),
  };

  it('count DIR at an FPIR as one test does', () => {
    // Three of thirty strangers may be named: the threshold is just above 0.26, and A is found.
    expect(dirAtFpirOf(table, 0.1).measure(everybody)[0]).toBeCloseTo(1 / 3, 12);
    expect(dirAtFpir(searches, 0.1).dir).toBeCloseTo(1 / 3, 12);
  });

  it('cannot be told where fewer than three strangers make the rate', () => {
    expect(dirAtFpirOf(table, 0.1).missing).toBeUndefined();
    expect(dirAtFpirOf(table, 0.01).missing).toContain('needs 300');
    expect(dirAtFpirOf(table, 0.01, 0.1).missing).toContain('needs 300');
  });

  it('count rank 1 whatever the score', () => {
    expect(rank1Of(table).measure(everybody)[0]).toBeCloseTo(2 / 3, 12);
  });

  it('count how well mated searches stand above strangers', () => {
    // A beats 29 of 30, B beats 25 and ties with one, C beats all by its best score.
    expect(aurocOf(table).measure(everybody)[0]).toBeCloseTo((29 + 25.5 + 30) / 90, 12);
  });
});

describe('a spread', () => {
  it('has the standard deviation of a sample', () => {
    const spread = spreadOf([0.5, undefined, 0.75, 1]);
    expect(spread).toEqual({ mean: 0.75, sd: 0.25, least: 0.5, greatest: 1, values: [0.5, null, 0.75, 1] });
    expect(meanLessDeviation(spread)).toBe(0.5);
  });

  it('of nothing has no mean', () => {
    expect(meanLessDeviation(spreadOf([undefined]))).toBeNull();
  });
});
