import { describe, expect, it } from 'vitest';
import { confusionPairs, outcomeOf, worstErrors } from '../../../../src/evaluation/findings/errors.ts';
import { personRows } from '../../../../src/evaluation/findings/people.ts';
import { faceless, mated, stranger } from '../../../support/evaluated-searches.ts';

const searches = [
  mated('a', 0.9),
  mated('a', 0.4),
  mated('b', 0.6, { rank: 2 }),
  mated('b', 0.7, { rank: 3 }),
  mated('c', 0.2, { rank: 2 }),
  faceless('d', true),
  stranger('s', 0.8, { like: 'a' }),
  stranger('t', 0.6, { like: 'a' }),
  stranger('t', 0.1),
  faceless('u', false),
];

describe('what an answer came to at 0.5', () => {
  it('is right, a wrong name or a miss', () => {
    expect(searches.map((search) => outcomeOf(search, 0.5))).toEqual([
      ...['right', 'missed', 'named-wrongly', 'named-wrongly', 'missed', 'missed'],
      ...['named-wrongly', 'named-wrongly', 'right', 'right'],
    ]);
  });

  it('is listed worst first, photos without a face before low scores', () => {
    const worst = worstErrors(searches, 0.5, 10);
    expect(worst.strangersNamed.map(({ person, score, candidate }) => [person, score, candidate])).toEqual([
      ['s', 0.8, 'a'],
      ['t', 0.6, 'a'],
    ]);
    expect(worst.namedWrongly.map(({ photo }) => photo)).toEqual(['b 0.7', 'b 0.6']);
    expect(worst.missed.map(({ photo }) => photo)).toEqual(['d -', 'c 0.2', 'a 0.4']);
    expect(worst.missed[1]).toMatchObject({ mate: { rank: 2, score: 0.2 }, nearest: { photo: 'other/1' } });
    expect(worstErrors(searches, 0.5, 1).missed).toHaveLength(1);
  });

  it('counts who is taken for whom, most often first, each with its highest score', () => {
    const pairs = confusionPairs(searches, 0.5, 10);
    expect(pairs.map(({ person, namedAs, count, isMated }) => [person, namedAs, count, isMated])).toEqual([
      ['b', 'other', 2, true],
      ['s', 'a', 1, false],
      ['t', 'a', 1, false],
    ]);
    expect(pairs[0]?.worst.photo).toBe('b 0.7');
  });

  it('adds up by person, most errors first', () => {
    const rows = personRows(searches, 0.5, 3);
    expect(rows[0]).toEqual({
      person: 'b',
      isMated: true,
      enrolledPhotoCount: 1,
      searches: 2,
      right: 0,
      namedWrongly: 2,
      missed: 0,
    });
    expect(rows.map(({ person }) => person)).toEqual(['b', 's', 't']);
    for (const row of personRows(searches, 0.5, 99))
      expect(row.right + row.namedWrongly + row.missed).toBe(row.searches);
  });
});
