import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rightProbability } from '../../../src/calibration/right-probability.ts';
import { learnProbability } from '../../../src/pipeline/learn-probability.ts';

const right = (...scores: number[]) => scores.map((score) => ({ score, isRight: true }));

const KNOWN = {
  mated: [right(0.7, 0.8), [...right(0.6), { score: 0.35, isRight: false }], [], right(0.5)],
  nonMated: { setOn: 'strangers', people: [[0.1, 0.2], [0.3], [], [0.25, 0.4]] },
} as const;

describe('the probability of the best candidate', () => {
  it('rises with the score, at every share of strangers', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (share, score, more) => {
          const model = learnProbability(KNOWN, share)?.model;
          if (model === undefined) throw new Error('nothing was learnt');
          const [low, high] = [rightProbability(model, score), rightProbability(model, score + more)];
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(high).toBeGreaterThanOrEqual(low);
        },
      ),
    );
  });

  it('falls as more strangers are expected', () => {
    const at = (share: number) => {
      const model = learnProbability(KNOWN, share)?.model;
      return model && rightProbability(model, 0.45);
    };
    expect(at(0.01)).toBeGreaterThan(at(0.5) ?? 1);
    expect(at(0.5)).toBeGreaterThan(at(0.9) ?? 1);
  });

  it('says how many people and searches it was learnt from', () => {
    expect(learnProbability(KNOWN, 0.5)?.learntFrom).toEqual({
      matedPeople: 3,
      matedSearches: 5,
      rightSearches: 4,
      nonMatedSetOn: 'strangers',
      nonMatedPeople: 3,
      nonMatedSearches: 5,
    });
  });

  it.each([
    ['nobody has two photos', { ...KNOWN, mated: [[], []] }],
    ['the gallery is of a Quen that kept no searches', { nonMated: KNOWN.nonMated }],
    ['no stranger is known', { ...KNOWN, nonMated: { setOn: 'strangers', people: [[]] } as const }],
  ])('is not stated where %s', (_, known) => {
    expect(learnProbability(known, 0.5)).toBeUndefined();
  });

  it('needs no strangers where none are expected', () => {
    const model = learnProbability({ ...KNOWN, nonMated: { setOn: 'strangers', people: [] } }, 0)?.model;
    expect(model && rightProbability(model, 0.8)).toBeGreaterThan(0.5);
  });
});
