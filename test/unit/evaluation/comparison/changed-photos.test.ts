import { describe, expect, it } from 'vitest';
import { changedPhotos, verdictOf } from '../../../../src/evaluation/comparison/changed-photos.ts';
import type { EvaluatedSearch } from '../../../../src/evaluation/evaluated-search.ts';

/** A search for Ann, or for a stranger, whose best candidate is as given. */
function search(photo: string, best: string | undefined, score: number, isMated = true): EvaluatedSearch {
  const mate = isMated && { mate: best === 'Ann' ? { rank: 1, score } : { rank: 2, score: score / 2 } };
  return {
    photo,
    person: isMated ? 'Ann' : photo,
    isMated,
    truth: isMated ? 'Ann' : 'unknown',
    labels: [],
    candidates: best === undefined ? [] : [{ identity: best, score }],
    enrolledPhotoCount: isMated ? 1 : 0,
    ...(best !== undefined && { found: { bestScore: score, ...mate } }),
  };
}

describe('the verdict on a search', () => {
  it.each([
    ['the right name at the threshold', search('1', 'Ann', 0.5), { kind: 'right' }],
    ['the right name below it', search('1', 'Ann', 0.49), { kind: 'missed' }],
    ['another name at it', search('1', 'Bob', 0.5), { kind: 'named-wrongly', as: 'Bob' }],
    ['another name below it', search('1', 'Bob', 0.4), { kind: 'missed' }],
    ['no face of somebody enrolled', search('1', undefined, 0), { kind: 'no-face' }],
    ['a stranger below it', search('1', 'Bob', 0.4, false), { kind: 'right' }],
    ['a stranger at it', search('1', 'Bob', 0.5, false), { kind: 'named-wrongly', as: 'Bob' }],
    ['no face of a stranger', search('1', undefined, 0, false), { kind: 'right' }],
  ])('of %s', (_, given, verdict) => {
    expect(verdictOf(given, 0.5)).toEqual(verdict);
  });
});

describe('photos that changed sides', () => {
  const first = {
    threshold: 0.5,
    searches: [
      search('won', 'Ann', 0.3),
      search('same', 'Ann', 0.9),
      search('lost', 'Ann', 0.6),
      search('gone', 'Ann', 0.1),
    ],
  };

  it('lists those that the second lost before those that it won, and no other', () => {
    const second = {
      threshold: 0.8,
      searches: [
        search('lost', 'Ann', 0.7),
        search('won', 'Ann', 0.8),
        search('same', 'Ann', 0.9),
        search('new', 'Bob', 0.9),
      ],
    };
    expect(changedPhotos(first, second)).toEqual([
      {
        ...{ photo: 'lost', person: 'Ann', isMated: true },
        ...{ first: { kind: 'right' }, second: { kind: 'missed' }, firstScore: 0.6, secondScore: 0.7 },
      },
      {
        ...{ photo: 'won', person: 'Ann', isMated: true },
        ...{ first: { kind: 'missed' }, second: { kind: 'right' }, firstScore: 0.3, secondScore: 0.8 },
      },
    ]);
  });

  it('does not list a photo that is wrong in another way', () => {
    const second = { threshold: 0.2, searches: [search('won', 'Bob', 0.9)] };
    expect(changedPhotos(first, second)).toEqual([]);
  });

  it('has no score for a photo without a face', () => {
    const second = { threshold: 0.5, searches: [search('same', undefined, 0)] };
    expect(changedPhotos(first, second)[0]).toMatchObject({ second: { kind: 'no-face' }, secondScore: null });
  });
});
