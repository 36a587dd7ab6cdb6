import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DisjointDraw,
  drawPersonDisjoint,
} from '../../../../src/evaluation/protocols/person-disjoint.ts';
import type { PersonPhotos } from '../../../../src/evaluation/protocols/person-photos.ts';
import { seededRandom } from '../../../../src/numerics/random.ts';

const person = (name: string, count: number): PersonPhotos => ({
  person: name,
  photos: Array.from({ length: count }, (_, n) => `${name}/${n}.jpg`),
});
const people = [
  person('A', 5),
  person('B', 4),
  person('C', 3),
  person('D', 1),
  person('E', 2),
  person('F', 2),
];
const peopleIn = (photos: DisjointDraw['gallery']) => new Set(photos.map(({ person: name }) => name));
const draw = (rule: Parameters<typeof drawPersonDisjoint>[1], strangers: PersonPhotos[] = [], seed = 1) =>
  drawPersonDisjoint({ people, strangers }, rule, seededRandom(seed));

describe('a person-disjoint draw', () => {
  it('has nobody in two parts, and every photo in one', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0.01, max: 1, noNaN: true }), (seed, enrolledShare) => {
        const { gallery, mated, calibration, nonMated } = draw({ enrolledShare }, [person('S', 2)], seed);
        const [enrolled, calibrating, testing] = [gallery, calibration, nonMated].map(peopleIn);
        // Seven people in all, each in one part.
        expect(new Set([...enrolled, ...calibrating, ...testing]).size).toBe(7);
        expect(enrolled.size + calibrating.size + testing.size).toBe(7);
        expect([...peopleIn(mated)].filter((name) => !enrolled.has(name))).toEqual([]);
        expect([...gallery, ...mated, ...calibration, ...nonMated]).toHaveLength(19);
        expect(enrolled.has('S')).toBe(false);
      }),
    );
  });

  it('enrols half of the people, and half of the photos of each', () => {
    const { gallery, mated } = draw({ enrolledShare: 1 });
    const countsOf = (photos: DisjointDraw['gallery']) =>
      people.map(({ person: name }) => photos.filter((one) => one.person === name).length);
    expect(countsOf(gallery)).toEqual([2, 2, 1, 1, 1, 1]);
    expect(countsOf(mated)).toEqual([3, 2, 2, 0, 1, 1]);
    expect(peopleIn(draw({ enrolledShare: 0.5 }).gallery).size).toBe(3);
  });

  it('enrols the number asked for, yet leaves a photo to search with where there are two', () => {
    const { gallery } = draw({ enrolledShare: 1, enrolledPhotoCount: 3 });
    const counts = people.map(({ person: name }) => gallery.filter((one) => one.person === name).length);
    expect(counts).toEqual([3, 3, 2, 1, 1, 1]);
  });

  it('tests on the only stranger there is and calibrates on none', () => {
    const { calibration, nonMated } = draw({ enrolledShare: 1 }, [person('S', 2)]);
    expect(calibration).toEqual([]);
    expect(peopleIn(nonMated)).toEqual(new Set(['S']));
  });

  it('calibrates on half of the strangers, rounded down', () => {
    const { calibration, nonMated } = draw({ enrolledShare: 0.5 });
    expect(peopleIn(calibration).size).toBe(1);
    expect(peopleIn(nonMated).size).toBe(2);
  });

  it('enrols somebody however small the share', () => {
    expect(peopleIn(draw({ enrolledShare: 0.01 }).gallery).size).toBe(1);
  });
});
