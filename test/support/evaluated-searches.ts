import fc from 'fast-check';
import type { EvaluatedSearch } from '../../src/evaluation/evaluated-search.ts';

/** What differs between searches of a test; everything else follows from it. */
type Search = Partial<Pick<EvaluatedSearch, 'photo' | 'probability' | 'enrolledPhotoCount'>>;

/** A photo of an enrolled person, named rightly at rank 1; at another rank somebody called `other` comes first, 0.1 above. */
export function mated(person: string, score: number, more: Search & { rank?: number } = {}): EvaluatedSearch {
  const { rank = 1, ...rest } = more;
  const bestScore = rank === 1 ? score : score + 0.1;
  const first = rank === 1 ? person : 'other';
  return {
    photo: `${person} ${score}`,
    person,
    isMated: true,
    truth: person,
    labels: rank === 1 ? [person, 'unknown'] : [first, 'unknown', person],
    found: { bestScore, mate: { rank, score } },
    candidates: [{ identity: first, score: bestScore }],
    nearest: { photo: `${first}/1`, identity: first, score: bestScore },
    enrolledPhotoCount: 1,
    ...rest,
  };
}

/** A photo of somebody who is not enrolled, most like the person named. */
export function stranger(
  person: string,
  bestScore: number,
  more: Search & { like?: string } = {},
): EvaluatedSearch {
  const { like = 'other', ...rest } = more;
  return {
    photo: `${person} ${bestScore}`,
    person,
    isMated: false,
    truth: 'unknown',
    labels: ['unknown', like],
    found: { bestScore },
    candidates: [{ identity: like, score: bestScore }],
    nearest: { photo: `${like}/1`, identity: like, score: bestScore },
    enrolledPhotoCount: 0,
    ...rest,
  };
}

/** A photo in which no face was found. */
export function faceless(person: string, isMated: boolean): EvaluatedSearch {
  const truth = isMated ? person : 'unknown';
  const enrolledPhotoCount = isMated ? 1 : 0;
  return {
    photo: `${person} -`,
    person,
    isMated,
    truth,
    labels: ['unknown'],
    candidates: [],
    enrolledPhotoCount,
  };
}

const tenths = fc.integer({ min: 0, max: 10 }).map((tenth) => tenth / 10);
const name = fc.constantFrom('a', 'b', 'c', 'd');

/** Tests with at least one search of each kind, equal scores and photos without a face among them. */
export const someSearches: fc.Arbitrary<EvaluatedSearch[]> = fc
  .array(
    fc.oneof(
      fc
        .tuple(name, tenths, fc.integer({ min: 1, max: 3 }))
        .map(([who, score, rank]) => mated(who, score, { rank })),
      fc.tuple(name, tenths).map(([who, score]) => stranger(who, score)),
      fc.tuple(name, fc.boolean()).map(([who, isMated]) => faceless(who, isMated)),
    ),
    { maxLength: 30 },
  )
  .chain((list) =>
    fc.tuple(tenths, tenths).map(([known, other]) => [...list, mated('x', known), stranger('y', other)]),
  );
