import { describe, expect, it } from 'vitest';
import { samePersonFindings, twoPeopleFindings } from '../../../src/audit/folder-findings.ts';
import { inOwnFolders, madeFolders } from '../../support/made-folders.ts';

const set = madeFolders(inOwnFolders([2, 3, 4]));
const pair = { people: [0, 1], score: 0.6, logOdds: 3 } as const;
const options = { minConfidence: 0.5, passed: new Set<number>() };

describe('findings of two folders that are one person', () => {
  it('merge the smaller folder into the larger, with the two closest photos as evidence', () => {
    const [finding] = samePersonFindings(set, [pair], options);
    expect(finding).toMatchObject({
      people: ['p000', 'p001'],
      proposal: { kind: 'merge', from: 'p000', into: 'p001' },
    });
    expect(finding?.confidence).toBeCloseTo(1 / (1 + Math.exp(-3)), 9);
    expect(finding?.evidence.map(({ person }) => person)).toEqual(['p000', 'p001']);
    expect(finding?.evidence[0]?.score).toBe(finding?.evidence[1]?.score);
  });

  it('propose nothing where one is a stranger handed in, and are not made where both are', () => {
    const [finding] = samePersonFindings({ ...set, isOutside: [false, true, true] }, [pair], options);
    expect(finding?.proposal).toEqual({ kind: 'none' });
    expect(samePersonFindings({ ...set, isOutside: [true, true, false] }, [pair], options)).toEqual([]);
  });

  it('are not made below the confidence asked for, or of a folder whose every face is dealt with', () => {
    expect(samePersonFindings(set, [{ ...pair, logOdds: -1 }], options)).toEqual([]);
    expect(samePersonFindings(set, [pair], { ...options, passed: new Set([0, 1]) })).toEqual([]);
    expect(samePersonFindings(set, [pair], { ...options, passed: new Set([0]) })).toHaveLength(1);
  });
});

describe('findings of a folder that holds two people', () => {
  const split = {
    person: 2,
    parts: [
      [5, 6],
      [7, 8],
    ],
    across: 0.02,
    logOdds: 2,
  } as const;
  const nobody = (): undefined => undefined;

  it('move the smaller part to a new folder with a name nobody has', () => {
    const taken = { ...set, people: ['p000', 'p002 (2)', 'p002'] };
    const [finding] = twoPeopleFindings(taken, [split], { ...options, ownerOf: nobody });
    expect(finding).toMatchObject({
      kind: 'two-people',
      photos: ['p002/7.jpg', 'p002/8.jpg'],
      proposal: { kind: 'move', person: 'p002 (3)', isNew: true },
    });
  });

  it('move it to the person it is like, copies of its photos with it', () => {
    const faces = { ...set.faces, copyOf: Int32Array.of(0, 1, 2, 3, 4, 5, 8, 7, 8) };
    const owner = { person: 1, score: 0.6 };
    const [finding] = twoPeopleFindings({ ...set, faces }, [split], { ...options, ownerOf: () => owner });
    expect(finding?.proposal).toEqual({
      kind: 'move',
      photos: ['p002/6.jpg', 'p002/7.jpg', 'p002/8.jpg'],
      person: 'p001',
      isNew: false,
    });
  });

  it('are not made of strangers or below the confidence asked for', () => {
    const ownerOf = nobody;
    expect(
      twoPeopleFindings({ ...set, isOutside: [false, false, true] }, [split], { ...options, ownerOf }),
    ).toEqual([]);
    expect(twoPeopleFindings(set, [split], { ...options, minConfidence: 0.95, ownerOf })).toEqual([]);
  });
});
