import { describe, expect, it } from 'vitest';
import { copyConfidence, copyFindings, exactCopies, nearCopies } from '../../../src/audit/copies.ts';
import { inOwnFolders, madeFolders } from '../../support/made-folders.ts';

const set = madeFolders(inOwnFolders([3, 2]));
const sameFile = (...places: number[]) =>
  set.photos.map((photo, place) => (places.includes(place) ? { ...photo, sha256: 'f'.repeat(64) } : photo));
const noFit = (): undefined => undefined;

describe('exact copies', () => {
  it('are photos with the same bytes', () => {
    expect(exactCopies(sameFile(0, 2))).toEqual([{ kind: 'exact-copy', photos: [0, 2], confidence: 1 }]);
  });

  it('are not photos that could not be read', () => {
    expect(exactCopies(set.photos.map((photo) => ({ ...photo, sha256: '' })))).toEqual([]);
  });
});

describe('the confidence that two photos are one picture', () => {
  const pair = { first: 0, second: 1, score: 0.97, pictureBits: 40, faceBits: 40 };

  it.each([
    ['pictures that hash alike', { pictureBits: 5, score: 0.92 }, 0.8],
    ['pictures that hash nearly alike, of faces that hardly differ', { pictureBits: 12 }, 0.52],
    ['faces that hash alike in pictures that do not: a crop', { faceBits: 5 }, 0.7],
    ['pictures without a face that hash alike', { score: undefined, pictureBits: 0 }, 1],
  ])('is high for %s', (_, change, confidence) => {
    expect(copyConfidence({ ...pair, ...change })).toBeCloseTo(confidence, 9);
  });

  it.each([
    ['faces that differ', { score: 0.85, pictureBits: 0 }],
    ['pictures that hash nearly alike, of faces that differ a little', { score: 0.93, pictureBits: 12 }],
    ['faces that hash alike and differ a little, as in two frames of a scene', { score: 0.93, faceBits: 2 }],
    ['nothing alike but the person', {}],
  ])('is none for %s', (_, change) => {
    expect(copyConfidence({ ...pair, ...change })).toBe(0);
  });
});

describe('near copies', () => {
  it('hang together through others, as surely as the surest pair', () => {
    const pairs = [
      { first: 0, second: 1, score: 0.96, pictureBits: 10 },
      { first: 1, second: 4, score: 0.96, pictureBits: 0 },
      { first: 2, second: 3, score: 0.5, pictureBits: 0 },
    ];
    expect(nearCopies(5, pairs)).toEqual([{ kind: 'near-copy', photos: [0, 1, 4], confidence: 1 }]);
  });
});

describe('findings of copies', () => {
  it('set aside all but the largest picture within a folder', () => {
    const photos = set.photos.map((photo, place) => (place === 2 ? { ...photo, pixelCount: 400 } : photo));
    const group = { kind: 'near-copy', photos: [0, 2], confidence: 0.8 } as const;
    const [finding] = copyFindings({ ...set, photos }, [group], noFit);
    expect(finding).toMatchObject({ kind: 'near-copy', confidence: 0.8, people: ['p000'] });
    expect(finding?.proposal).toEqual({ kind: 'set-aside', photos: ['p000/0.jpg'] });
  });

  it('leave a picture under two people where it fits the other photos clearly better', () => {
    const group = { kind: 'exact-copy', photos: [0, 3], confidence: 1 } as const;
    const [finding] = copyFindings(set, [group], (photo) => (photo === 0 ? 0.1 : 0.6));
    expect(finding?.people).toEqual(['p000', 'p001']);
    expect(finding?.proposal).toEqual({ kind: 'set-aside', photos: ['p000/0.jpg'] });
    expect(finding?.reason).toContain('p001 best (mean score 0.60)');
  });

  it('propose nothing for a picture under two people that fits both, or has nothing to fit', () => {
    const group = { kind: 'exact-copy', photos: [0, 3], confidence: 1 } as const;
    for (const fitOf of [noFit, () => 0.6])
      expect(copyFindings(set, [group], fitOf)[0]?.proposal).toEqual({ kind: 'none' });
  });

  it('do not touch photos of strangers', () => {
    const outside = { ...set, isOutside: [false, true] };
    const within = { kind: 'exact-copy', photos: [3, 4], confidence: 1 } as const;
    expect(copyFindings(outside, [within], noFit)).toEqual([]);
    const across = { kind: 'exact-copy', photos: [0, 3], confidence: 1 } as const;
    expect(copyFindings(outside, [across], (photo) => (photo === 0 ? 0.6 : 0.1))[0]?.proposal).toEqual({
      kind: 'none',
    });
  });
});
