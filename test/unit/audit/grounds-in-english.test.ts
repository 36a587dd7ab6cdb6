import { describe, expect, it } from 'vitest';
import { groundsInEnglish } from '../../../src/audit/grounds-in-english.ts';
import type { FindingGrounds } from '../../../src/core/audit-finding.ts';

const unlike = { kind: 'unlike-own', person: 'Ann', score: 0.052 } as const;
const other = { person: 'Bob', score: 0.61, isOutside: false } as const;

describe('grounds of a finding, in English', () => {
  it.each<[FindingGrounds, string]>([
    [
      { ...unlike, other, isNobodys: false, agreeing: ['confident-learning', 'nearest-photos'] },
      'Its mean score with the other photos of Ann is 0.05; with those of Bob it is 0.61. So say confident learning and the distance of the nearest photos.',
    ],
    [
      { ...unlike, other: { ...other, isOutside: true }, isNobodys: false, agreeing: ['nearest-photos'] },
      'Its mean score with the other photos of Ann is 0.05; with those of Bob, a stranger handed in it is 0.61. So says the distance of the nearest photos.',
    ],
    [
      { ...unlike, other: { ...other, score: 0.1 }, isNobodys: true, agreeing: [] },
      'Its mean score with the other photos of Ann is 0.05, and with Bob, whom it is most like, 0.10: neither is enough for one person, so this is somebody without a folder, or not a face. No other rule says so.',
    ],
    [
      { ...unlike, isNobodys: true, agreeing: [] },
      'Its mean score with the other photos of Ann is 0.05, too low for one person. No other rule says so.',
    ],
    [
      { kind: 'unlike-each-other', person: 'Ann', score: 0.04 },
      "The two photos of Ann are not like each other (score 0.04) and not like anybody else's. They tell no more: look which of them is Ann.",
    ],
    [
      { kind: 'alike', people: ['Ann', 'Anna'], score: 0.6, isOutside: false },
      'The photos of Ann and of Anna have a mean score of 0.60 with each other, as photos of one person have. It may be one person under two names, or a wrong photo that is all one of the folders holds.',
    ],
    [
      { kind: 'alike', people: ['Ann', 'Anna'], score: 0.6, isOutside: true },
      'The photos of Ann and of Anna, of whom one is a stranger handed in, have a mean score of 0.60 with each other, as photos of one person have. It may be one person under two names, or a wrong photo that is all one of the folders holds.',
    ],
    [
      { kind: 'falls-apart', person: 'Ann', larger: 5, smaller: 3, score: 0.02 },
      'The photos of Ann fall into 5 and 3 that have a mean score of 0.02 with each other, as photos of two people have.',
    ],
    [
      {
        kind: 'falls-apart',
        person: 'Ann',
        larger: 5,
        smaller: 3,
        score: 0.02,
        like: { person: 'Bob', score: 0.6, count: 4 },
      },
      'The photos of Ann fall into 5 and 3 that have a mean score of 0.02 with each other, as photos of two people have. The 4 are like Bob (0.60).',
    ],
    [
      { kind: 'repeated', isSameFile: true, count: 3 },
      'The same file stands 3 times in this folder. One is enough: the first stays.',
    ],
    [
      { kind: 'repeated', isSameFile: false, count: 2 },
      'What looks like the same picture stands 2 times in this folder. One is enough: the largest stays.',
    ],
    [
      { kind: 'shared', isSameFile: true, people: ['Ann', 'Bob'], owner: { person: 'Bob', score: 0.6 } },
      'The same file stands under Ann and Bob. It fits the other photos of Bob best (mean score 0.60).',
    ],
    [
      { kind: 'shared', isSameFile: false, people: ['Ann', 'Bob'] },
      'What looks like the same picture stands under Ann and Bob. Which of them it shows cannot be told from their other photos.',
    ],
  ])('of %j are a sentence or two', (grounds, told) => {
    expect(groundsInEnglish(grounds)).toBe(told);
  });
});
