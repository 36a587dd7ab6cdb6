import { describe, expect, it } from 'vitest';
import { pairPeople } from '../../../src/audit/same-person.ts';
import { inOwnFolders, madeFolders, plainPorts } from '../../support/made-folders.ts';

const COUNTS = Array.from({ length: 30 }, (_, n) => 2 + (n % 5));
const trusting = (count: number) => new Float64Array(count).fill(1);

describe('people paired', () => {
  it('puts two folders of one person first, and doubts all others', async () => {
    const files = [
      ...inOwnFolders(COUNTS),
      ...inOwnFolders([0, 0, 0, 3]).map((file) => ({ ...file, folder: 'twice' })),
    ];
    const set = madeFolders(files);
    const [first, second] = await pairPeople({ faces: set.faces, trust: trusting(files.length) }, plainPorts);
    expect(first?.people.map((person) => set.people[person])).toEqual(['p003', 'twice']);
    expect(first?.logOdds).toBeGreaterThan(0);
    expect(second?.logOdds).toBeLessThan(0);
  });

  it('gives the mean score between the faces', async () => {
    const { faces } = madeFolders(inOwnFolders([2, 2]));
    const [pair] = await pairPeople({ faces, trust: trusting(4) }, plainPorts);
    const { data: scores } = await plainPorts.products(faces.templates, faces.templates);
    expect(pair?.people).toEqual([0, 1]);
    expect(pair?.score).toBeCloseTo((scores[2] + scores[3] + scores[6] + scores[7]) / 4, 5);
  });

  it('passes over a person of whom no face is trusted', async () => {
    const { faces } = madeFolders(inOwnFolders([1, 1, 1]));
    const pairs = await pairPeople({ faces, trust: Float64Array.of(1, 1, 0) }, plainPorts);
    expect(pairs.map(({ people }) => people)).toEqual([[0, 1]]);
  });

  it('finds nobody to pair in a set of one person or none', async () => {
    for (const counts of [[], [3]]) {
      const { faces } = madeFolders(inOwnFolders(counts));
      expect(await pairPeople({ faces, trust: trusting(faces.personOf.length) }, plainPorts)).toEqual([]);
    }
  });
});
