import { describe, expect, it } from 'vitest';
import { bootstrapByPerson } from '../../../../src/evaluation/bootstrap.ts';
import { meanOver, shareOver } from '../../../../src/evaluation/counting/measure.ts';
import { measureOverPeople } from '../../../../src/evaluation/counting/resample.ts';
import { searchTable } from '../../../../src/evaluation/counting/search-table.ts';
import { dir } from '../../../../src/evaluation/identification.ts';
import { seededRandom } from '../../../../src/numerics/random.ts';
import { mated, stranger } from '../../../support/evaluated-searches.ts';

const options = (seed = 2) => ({ random: seededRandom(seed), resampleCount: 1000 });
const searches = Array.from({ length: 240 }, (_, place) =>
  mated(`p${place % 60}`, 0.5, { rank: place % 60 < 15 ? 2 : 1 }),
);

describe('the bootstrap over people of a table', () => {
  it('has the same ends as drawing the people one by one, to within what chance gives', () => {
    const { people, hit } = searchTable(searches);
    const rank1 = shareOver(
      people,
      (search) => (hit[search] ?? 0) > 0,
      () => true,
    );
    const { share } = measureOverPeople(people, { share: rank1 }, options());
    const plain = bootstrapByPerson(searches, (some) => dir(some, { rank: 1, threshold: 0 }), options());
    expect(share.values[0]).toBe(plain.rate);
    expect(share.lows[0]).toBeCloseTo(plain.low, 1);
    expect(share.highs[0]).toBeCloseTo(plain.high, 1);
    // 1.96 x sqrt(0.75 x 0.25 / 60 people) = 0.11, twice what 240 photos one by one would give.
    expect((share.highs[0] ?? 0) - (share.lows[0] ?? 0)).toBeGreaterThan(0.17);
  });

  it('draws as many people of each kind as there are, every photo of theirs as often', () => {
    const table = searchTable([...searches, stranger('s', 0.3), stranger('t', 0.4), stranger('t', 0.5)]);
    const { people, isMated } = table;
    const seen: number[][] = [];
    measureOverPeople(
      people,
      {
        watch: (draw) => {
          const times = people.personOf.map((person) => draw.people[person] ?? -1);
          expect([...draw.searches]).toEqual([...times]);
          const sum = (some: Float64Array): number => some.reduce((total, times) => total + times, 0);
          seen.push([sum(draw.people.subarray(0, 60)), sum(draw.people.subarray(60))]);
          return [isMated.length];
        },
      },
      { ...options(), resampleCount: 20 },
    );
    expect(seen).toEqual(new Array(21).fill([60, 2]));
  });

  it('repeats with the seed and differs without', () => {
    const { people } = searchTable(searches);
    const value = meanOver(
      people,
      (search) => search,
      () => true,
    );
    const run = (seed: number) => measureOverPeople(people, { value }, options(seed));
    expect(run(5)).toEqual(run(5));
    expect(run(5)).not.toEqual(run(6));
  });

  it('leaves out the resamples in which a figure is not defined', () => {
    const { people } = searchTable([mated('a', 0.5), mated('b', 0.4), mated('c', 0.3)]);
    const onlyA = shareOver(
      people,
      () => true,
      (search) => search === 0,
    );
    const { share, never } = measureOverPeople(
      people,
      {
        share: onlyA,
        never: shareOver(
          people,
          () => true,
          () => false,
        ),
      },
      options(),
    );
    expect([share.values[0], share.lows[0], share.highs[0]]).toEqual([1, 1, 1]);
    expect([never.values[0], never.lows[0]]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('a table of searches', () => {
  it('is refused without searches', () => {
    expect(() => searchTable([])).toThrow(expect.objectContaining({ code: 'EVALUATION_EMPTY' }));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'is refused for the score %d, with the photo',
    (score) => {
      const bad = { ...stranger('s', 0.4), found: { bestScore: score }, photo: 'bad.jpg' };
      const fault = { code: 'SCORE_INVALID', message: expect.stringContaining('bad.jpg') };
      expect(() => searchTable([mated('a', 0.5), bad])).toThrow(expect.objectContaining(fault));
    },
  );

  it('is refused for a candidate, a mate or a probability that is no number', () => {
    const search = mated('a', 0.5, { photo: 'bad.jpg' });
    const found = { bestScore: 0.5, mate: { rank: 1, score: Number.NaN } };
    const candidates = [{ identity: 'a', score: Number.NaN }];
    for (const bad of [{ found }, { candidates }, { probability: 1.2 }, { probability: Number.NaN }])
      expect(() => searchTable([{ ...search, ...bad }])).toThrow(
        expect.objectContaining({ code: 'SCORE_INVALID' }),
      );
  });

  it('keeps an enrolled person and a stranger of the same name apart', () => {
    const { people } = searchTable([stranger('a', 0.4), mated('a', 0.5), mated('a', 0.6)]);
    expect(people).toEqual({ personOf: Int32Array.of(1, 0, 0), enrolledCount: 1, strangerCount: 1 });
  });
});
