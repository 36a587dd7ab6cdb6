import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCORE_RULES, type SearchableGallery } from '../../../src/gallery/identity-scores.ts';
import { leaveOneIdentityOut } from '../../../src/gallery/leave-one-out.ts';
import { searchBlocks, searchGallery } from '../../../src/gallery/search.ts';
import { type Matrix, matrix, row, stackRows } from '../../../src/numerics/matrix.ts';
import { seededRandom, shuffled } from '../../../src/numerics/random.ts';
import { normalised } from '../../../src/numerics/vector.ts';

/** Unit vectors in the plane, by their angles in degrees. */
function angles(...degrees: number[]): Matrix {
  const vectors = degrees.map((angle) => {
    const radians = (angle * Math.PI) / 180;
    return Float32Array.of(Math.cos(radians), Math.sin(radians));
  });
  return stackRows(vectors, 2);
}

function randomUnitRows(count: number, cols: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const vectors = Array.from({ length: count }, () =>
    normalised(Float32Array.from({ length: cols }, () => random() - 0.5)),
  );
  return stackRows(vectors, cols);
}

const cosine = (degrees: number) => Math.cos((degrees * Math.PI) / 180);

// Two photos of the first person at 0 and 60 degrees, so a mean at 30; one of the second at 120.
const plane: SearchableGallery = {
  templates: angles(0, 60, 120),
  identityOf: Int32Array.of(0, 0, 1),
  identityCount: 2,
};

function randomGallery(seed: number): SearchableGallery {
  const random = seededRandom(seed);
  const identityCount = 6;
  return {
    templates: randomUnitRows(15, 8, seed),
    identityOf: Int32Array.from({ length: 15 }, (_, n) =>
      n < identityCount ? n : Math.floor(random() * identityCount),
    ),
    identityCount,
  };
}

describe('a search', () => {
  const all = { candidateCount: 5 };

  it('puts first whom an opinion puts first, with the score of the templates', () => {
    const opinion = { scores: matrix(Float32Array.of(0.1, 0.9), 1, 2), use: 'order' } as const;
    const [hit] = searchGallery(angles(10), plane, { ...all, rule: 'nearest', opinion, mates: [0] });
    expect(hit?.candidates.map(({ identity }) => identity)).toEqual([1, 0]);
    expect(hit?.candidates[0]?.score).toBeCloseTo(cosine(110), 6);
    expect(hit?.mate).toEqual({ rank: 2, score: expect.closeTo(cosine(10), 6) });
    expect(hit?.nearest.row).toBe(0);
  });

  it('takes the scores of an opinion for its own, without columns beyond the identities', () => {
    const opinion = { scores: matrix(Float32Array.of(0.25, 0.5, 7), 1, 3), use: 'scores' } as const;
    const [hit] = searchGallery(angles(10), plane, { ...all, rule: 'blend', opinion, mates: [0] });
    expect(hit?.candidates).toEqual([
      { identity: 1, score: 0.5 },
      { identity: 0, score: 0.25 },
    ]);
    expect(hit?.mate).toEqual({ rank: 2, score: 0.25 });
  });

  it.each([
    [2, 2],
    [1, 1],
  ])(
    'refuses an opinion of %i probes on %i identities for one probe and two identities',
    (probes, identities) => {
      const scores = matrix(new Float32Array(probes * identities), probes, identities);
      const ask = () =>
        searchGallery(angles(10), plane, { ...all, rule: 'blend', opinion: { scores, use: 'order' } });
      expect(ask).toThrow(expect.objectContaining({ code: 'DIMENSION_MISMATCH' }));
    },
  );

  it('scores by the nearest photo, the mean, or half of each', () => {
    const probe = angles(10);
    const expected = { nearest: cosine(10), mean: cosine(20), blend: (cosine(10) + cosine(20)) / 2 };
    for (const rule of SCORE_RULES) {
      const [hit] = searchGallery(probe, plane, { ...all, rule });
      expect(hit?.candidates[0]).toEqual({ identity: 0, score: expect.closeTo(expected[rule], 6) });
      expect(hit?.candidates[1]).toEqual({ identity: 1, score: expect.closeTo(cosine(110), 6) });
      expect(hit?.nearest).toEqual({ row: 0, score: expect.closeTo(cosine(10), 6) });
    }
  });

  it('says where the mate came', () => {
    const [hit] = searchGallery(angles(10), plane, { ...all, rule: 'mean', mates: [1] });
    expect(hit?.mate).toEqual({ rank: 2, score: expect.closeTo(cosine(110), 6) });
  });

  it('puts the earlier identity first where scores are equal', () => {
    const twins = { templates: angles(0, 0), identityOf: Int32Array.of(1, 0), identityCount: 2 };
    const [hit] = searchGallery(angles(0), twins, { ...all, rule: 'nearest', mates: [1] });
    expect(hit?.candidates.map(({ identity }) => identity)).toEqual([0, 1]);
    expect(hit?.mate?.rank).toBe(2);
  });

  it('gives an identity whose photos cancel out the score 0 under the mean', () => {
    const opposite = { templates: angles(0, 180), identityOf: Int32Array.of(0, 0), identityCount: 1 };
    const [hit] = searchGallery(angles(10), opposite, { ...all, rule: 'mean' });
    expect(hit?.candidates[0]?.score).toBeCloseTo(0, 6);
  });

  it('does not depend on which probes share a block', () => {
    const gallery = randomGallery(4);
    const probes = randomUnitRows(150, 8, 5);
    const together = searchGallery(probes, gallery, { ...all, rule: 'blend' });
    for (const p of [0, 63, 64, 149]) {
      const alone = searchGallery(matrix(row(probes, p), 1, 8), gallery, { ...all, rule: 'blend' });
      expect(alone[0]).toEqual(together[p]);
    }
    expect(
      [...searchBlocks(probes, gallery, { ...all, rule: 'blend' })].map((block) => block.length),
    ).toEqual([64, 64, 22]);
  });

  it('ranks the owner of an enrolled photo first by the nearest photo', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const gallery = randomGallery(seed);
        const hits = searchGallery(gallery.templates, gallery, { ...all, rule: 'nearest' });
        hits.forEach(({ candidates, nearest }, n) => {
          expect(candidates[0]?.identity).toBe(gallery.identityOf[n]);
          expect(nearest.row).toBe(n);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('finds the same scores whatever the order of enrolment', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...SCORE_RULES), (seed, rule) => {
        const gallery = randomGallery(seed);
        const order = shuffled([...gallery.identityOf.keys()], seededRandom(seed + 1));
        const reordered = {
          ...gallery,
          templates: stackRows(
            order.map((n) => row(gallery.templates, n)),
            8,
          ),
          identityOf: Int32Array.from(order, (n) => gallery.identityOf[n] ?? 0),
        };
        const probes = randomUnitRows(5, 8, seed + 2);
        const before = searchGallery(probes, gallery, { ...all, rule });
        const after = searchGallery(probes, reordered, { ...all, rule });
        after.forEach(({ candidates, nearest }, p) => {
          expect(candidates.map(({ identity }) => identity)).toEqual(
            before[p]?.candidates.map(({ identity }) => identity),
          );
          candidates.forEach(({ score }, c) => {
            expect(score).toBeCloseTo(before[p]?.candidates[c]?.score ?? 9, 6);
          });
          expect(order[nearest.row]).toBe(before[p]?.nearest.row);
        });
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['of another length', randomUnitRows(1, 3, 1)],
    ['not of unit length', matrix(Float32Array.of(2, 0), 1, 2)],
    ['with a value that is not finite', matrix(Float32Array.of(Number.NaN, 0), 1, 2)],
  ])('refuses a probe %s', (_, probe) => {
    expect(() => searchGallery(probe, plane, { ...all, rule: 'mean' })).toThrow(
      expect.objectContaining({ code: 'DIMENSION_MISMATCH' }),
    );
  });

  it('refuses an empty gallery and identity numbers that do not fit', () => {
    const empty = {
      templates: matrix(new Float32Array(), 0, 2),
      identityOf: new Int32Array(),
      identityCount: 0,
    };
    expect(() => searchGallery(angles(0), empty, { ...all, rule: 'mean' })).toThrow(
      expect.objectContaining({ code: 'PEOPLE_EMPTY' }),
    );
    for (const identityOf of [Int32Array.of(0, 1), Int32Array.of(0, 0, 2)]) {
      expect(() => searchGallery(angles(0), { ...plane, identityOf }, { ...all, rule: 'mean' })).toThrow(
        expect.objectContaining({ code: 'DIMENSION_MISMATCH' }),
      );
    }
  });
});

describe('leaving one identity out', () => {
  it('searches every photo among the others', () => {
    const people = leaveOneIdentityOut(plane, 'nearest');
    expect(people[0]?.[0]).toBeCloseTo(cosine(120), 6);
    expect(people[0]?.[1]).toBeCloseTo(cosine(60), 6);
    expect(people[1]).toEqual([expect.closeTo(cosine(60), 6)]);
  });

  it('agrees with a gallery built without that identity', () => {
    const gallery = randomGallery(8);
    const others = [...gallery.identityOf.keys()].filter((n) => gallery.identityOf[n] !== 2);
    const smaller = {
      ...gallery,
      templates: stackRows(
        others.map((n) => row(gallery.templates, n)),
        8,
      ),
      identityOf: Int32Array.from(others, (n) => gallery.identityOf[n] ?? 0),
    };
    const own = [...gallery.identityOf.keys()].filter((n) => gallery.identityOf[n] === 2);
    const probes = stackRows(
      own.map((n) => row(gallery.templates, n)),
      8,
    );
    for (const rule of SCORE_RULES) {
      const hits = searchGallery(probes, smaller, { rule, candidateCount: 1 });
      expect(leaveOneIdentityOut(gallery, rule)[2]).toEqual(
        hits.map(({ candidates }) => candidates[0]?.score),
      );
    }
  });

  it('has nothing to say about a single person', () => {
    const alone = { templates: angles(0, 1), identityOf: Int32Array.of(0, 0), identityCount: 1 };
    expect(leaveOneIdentityOut(alone, 'mean')).toEqual([]);
  });
});
