import { describe, expect, it } from 'vitest';
import { compareNetworks } from '../../../../src/pipeline/ensemble/compare-networks.ts';
import { halvesByPerson, judgeEnsemble } from '../../../../src/pipeline/ensemble/judge-ensemble.ts';
import { madeScores } from '../../ensemble/made-scores.ts';

/** The first tells everybody apart, the second nearly everybody, the third nobody. */
const SCORES = madeScores([2, 1, 0], 240, 12);
const PLAN = { fpir: 0.1, allowedLoss: 0, msOf: (name: string) => Number(name.at(-1)) + 1 };

describe('halves of the people', () => {
  it('share nobody, and hold everybody', () => {
    const [{ learnt, tested } = { learnt: SCORES, tested: SCORES }] = halvesByPerson(SCORES);
    const both = [new Set(learnt.personOf), new Set(tested.personOf)] as const;
    expect([...both[0]].filter((person) => both[1].has(person))).toEqual([]);
    expect(both[0].size + both[1].size).toBe(new Set(SCORES.personOf).size);
  });
});

describe('comparing networks', () => {
  it('tells each alone, all without each, and all together', () => {
    const { together, networks } = compareNetworks(SCORES, { ...PLAN, weights: 'equal' });
    const judge = (names: readonly number[]): number => {
      const members = names.map((k) => SCORES.members[k] as (typeof SCORES.members)[number]);
      const weights = Object.fromEntries(members.map(({ name }) => [name, 1]));
      return judgeEnsemble({ ...SCORES, members }, { normalisation: 'none', weights, fpir: 0.1 }).dirAtFpir;
    };
    expect(together.dirAtFpir).toBe(judge([0, 1, 2]));
    expect(networks.map(({ alone }) => alone)).toEqual([judge([0]), judge([1]), judge([2])]);
    expect(networks.map(({ without }) => without)).toEqual([judge([1, 2]), judge([0, 2]), judge([0, 1])]);
    expect(networks[0]?.alone).toBeGreaterThan(networks[2]?.alone ?? 1);
  });

  it('finds that the best network alone is enough, and what time it takes', () => {
    const { smallest, together } = compareNetworks(SCORES, { ...PLAN, weights: 'learned' });
    expect(smallest).toMatchObject({ names: ['network 0'], msPerFace: 1 });
    expect(together.msPerFace).toBe(6);
  });

  it('gives a network that tells nobody apart no weight', () => {
    const { weights } = judgeEnsemble(SCORES, { normalisation: 'none', fpir: 0.1 });
    expect(weights[2]).toBeLessThan(0.1);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  });
});
