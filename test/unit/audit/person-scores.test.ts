import { describe, expect, it } from 'vitest';
import { scorePeople } from '../../../src/audit/person-scores.ts';
import { seededRandom } from '../../../src/numerics/random.ts';
import { inOwnFolders, madeFolders, plainPorts } from '../../support/made-folders.ts';

const { faces } = madeFolders([...inOwnFolders([3, 2, 4, 2, 3, 2, 5]), { shows: 'p001', folder: 'p004' }]);
const trusting = new Float64Array(faces.personOf.length).fill(1);
const ports = () => ({ ...plainPorts, random: seededRandom(1) });

describe('scores of faces with people', () => {
  it('name the other person whose faces score highest on average', async () => {
    const { faces: scores } = await scorePeople(faces, trusting, ports());
    const { data: cosines } = await plainPorts.products(faces.templates, faces.templates);
    const meanWith = (face: number, person: number): number => {
      const others = [...faces.personOf.keys()].filter((n) => faces.personOf[n] === person && n !== face);
      return others.reduce((sum, n) => sum + cosines[face * faces.personOf.length + n], 0) / others.length;
    };
    scores.forEach(({ own, rival }, face) => {
      const person = faces.personOf[face];
      const means = Array.from({ length: faces.personCount }, (_, other) => meanWith(face, other));
      expect(own).toBeCloseTo(means[person], 5);
      const best = Math.max(...means.filter((_, other) => other !== person));
      expect(rival?.score).toBeCloseTo(best, 5);
      expect(rival?.person).toBe(means.indexOf(best));
    });
  });

  it('are the same made from earlier ones as made anew', async () => {
    const earlier = await scorePeople(faces, trusting, ports());
    const trust = trusting.map((value, face) => (face === faces.personOf.length - 1 ? 0.1 : value));
    const anew = await scorePeople(faces, trust, ports());
    const later = await scorePeople(faces, trust, { ...ports(), earlier });
    expect(later.faces.map(({ rival }) => rival?.person)).toEqual(
      anew.faces.map(({ rival }) => rival?.person),
    );
    expect(later.faces.map(({ own }) => own)).toEqual(anew.faces.map(({ own }) => own));
  });

  it('scores only people anew who look otherwise', async () => {
    const earlier = await scorePeople(faces, trusting, ports());
    const trust = trusting.map((value, face) => (face === 0 ? 0.1 : value));
    const scored: number[] = [];
    const products: typeof plainPorts.products = (a, b) => {
      scored.push(b.rows);
      return plainPorts.products(a, b);
    };
    await scorePeople(faces, trust, { ...ports(), products, earlier });
    expect(scored).toEqual([1]);
  });
});
