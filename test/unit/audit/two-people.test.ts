import { describe, expect, it } from 'vitest';
import { partedFaces, splitPeople } from '../../../src/audit/two-people.ts';
import { inOwnFolders, madeFolders } from '../../support/made-folders.ts';

const COUNTS = Array.from({ length: 40 }, (_, n) => 4 + (n % 4));

describe('people split', () => {
  it('puts a folder of two people first and parts it between them', () => {
    const mixed = ['a', 'a', 'a', 'b', 'b'].map((shows) => ({ shows, folder: 'mixed' }));
    const files = [...inOwnFolders(COUNTS), ...mixed];
    const set = madeFolders(files);
    const [first, second] = splitPeople(set.faces);
    expect(set.people[first?.person ?? -1]).toBe('mixed');
    expect(first?.logOdds).toBeGreaterThan(0);
    expect(first?.parts.map((part) => part.map((face) => files[face]?.shows).join(''))).toEqual([
      'aaa',
      'bb',
    ]);
    expect(second?.logOdds).toBeLessThan(0);
  });

  it('leaves a face out that stands alone against all others', () => {
    const files = [...'aaaaaaaaaaaac'].map((shows) => ({ shows, folder: 'mixed' }));
    const [split] = splitPeople(madeFolders(files).faces);
    expect(new Set(split?.parts.flat().map((face) => files[face]?.shows))).toEqual(new Set(['a']));
  });

  it('has nothing to say of fewer than four faces, or of copies of one', () => {
    expect(splitPeople(madeFolders(inOwnFolders([3])).faces)).toEqual([]);
    const { faces } = madeFolders(inOwnFolders([6]));
    expect(splitPeople({ ...faces, copyOf: Int32Array.of(0, 1, 2, 0, 1, 2) })).toEqual([]);
  });

  it('makes the smaller part and the copies of its faces a person of its own', () => {
    const { faces } = madeFolders(inOwnFolders([6]));
    const copied = { ...faces, copyOf: Int32Array.of(0, 1, 2, 3, 4, 4) };
    const split = {
      person: 0,
      parts: [
        [0, 1, 2],
        [3, 4],
      ],
      across: 0,
      logOdds: 1,
    } as const;
    const parted = partedFaces(copied, [split]);
    expect(parted.personCount).toBe(2);
    expect([...parted.personOf]).toEqual([0, 0, 0, 1, 1, 1]);
  });
});
