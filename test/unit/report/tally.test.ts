import { describe, expect, it } from 'vitest';
import type { PhotoResult } from '../../../src/core/identification.ts';
import { tallyReport } from '../../../src/report/tally.ts';
import { emptyReport, madeFace, madeReport } from './made-report.ts';

const photos: PhotoResult[] = [
  {
    kind: 'searched',
    photo: 'a.jpg',
    faces: [madeFace('Lan', 0.9), madeFace(undefined, 0.4, { unknownGroup: 1 })],
  },
  { kind: 'no-face', photo: 'b.jpg', reason: 'none' },
  { kind: 'searched', photo: 'c.jpg', faces: [madeFace('Lan', 0.5)] },
  { kind: 'failed', photo: 'd.jpg', code: 'PHOTO_UNREADABLE', reason: 'cut off' },
  {
    kind: 'searched',
    photo: 'e.jpg',
    faces: [madeFace(undefined, 0.1, { unknownGroup: 1 }), madeFace(undefined, 0.2)],
  },
];
const people = ['Hoa', 'Lan'].map((identity) => ({ identity, photoCount: 2 }));
const tally = tallyReport(emptyReport({ photos, people }));

describe('the tally of a report', () => {
  it('counts photos and faces by what became of them', () => {
    expect(tally.counts).toEqual({
      photoCount: 5,
      searchedCount: 3,
      noFaceCount: 1,
      failedCount: 1,
      faceCount: 5,
      identifiedCount: 2,
      unknownCount: 3,
    });
  });

  it('lists the faces of a person from the least sure to the surest', () => {
    expect(tally.found.map(({ identity }) => identity)).toEqual(['Lan']);
    expect(tally.found[0]?.faces.map(({ photo }) => photo)).toEqual(['c.jpg', 'a.jpg']);
    expect(tally.absent).toEqual([{ identity: 'Hoa', photoCount: 2 }]);
  });

  it('keeps unknown faces of one group together and the others apart', () => {
    expect(tally.unknownGroups.map(({ number, faces }) => [number, faces.length])).toEqual([[1, 2]]);
    expect(tally.unknownSingles.map(({ photo }) => photo)).toEqual(['e.jpg']);
  });

  it('puts the face nearest to the threshold of 0.412 first, on either side', () => {
    const scores = tally.closest.map(({ face: { decision } }) =>
      decision.kind === 'identified' ? decision.score : decision.bestScore,
    );
    expect(scores).toEqual([0.4, 0.5, 0.2, 0.1, 0.9]);
  });

  it('adds up over a large report', () => {
    const { counts, found, unknownGroups, unknownSingles } = tallyReport(madeReport(200));
    const sum = (lists: readonly { readonly faces: readonly unknown[] }[]): number =>
      lists.reduce((total, { faces }) => total + faces.length, 0);
    expect(counts.searchedCount + counts.noFaceCount + counts.failedCount).toBe(200);
    expect(counts.identifiedCount + counts.unknownCount).toBe(counts.faceCount);
    expect(sum(found)).toBe(counts.identifiedCount);
    expect(sum(unknownGroups) + unknownSingles.length).toBe(counts.unknownCount);
  });
});
