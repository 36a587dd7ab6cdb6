import { describe, expect, it } from 'vitest';
import type { LabelBelief } from '../../../src/audit/label-beliefs.ts';
import { wrongPersonFindings } from '../../../src/audit/wrong-person.ts';
import { inOwnFolders, madeFolders } from '../../support/made-folders.ts';

const set = madeFolders([...inOwnFolders([3, 2, 1]), { shows: 'p001', folder: 'p000' }]);
const FINE: LabelBelief = {
  own: 0.6,
  rival: { person: 2, score: 0.2 },
  right: 1,
  ofRival: 0,
  ofNobody: 0,
  wrongLogOdds: -9,
};
const RIVALS: LabelBelief = {
  ...FINE,
  own: 0.05,
  rival: { person: 1, score: 0.6 },
  right: 0.02,
  ofRival: 0.97,
  ofNobody: 0.01,
  wrongLogOdds: 4,
};
const NOBODYS: LabelBelief = { ...FINE, own: 0.05, right: 0.1, ofRival: 0.2, ofNobody: 0.7, wrongLogOdds: 2 };
const believing = (change: Readonly<Record<number, LabelBelief>>, count = 7) =>
  Array.from({ length: count }, (_, face) => change[face] ?? FINE);
const options = { minConfidence: 0.5, passed: new Set<number>() };

describe('findings of wrong labels', () => {
  it('move a photo to the person it likely shows, with the nearest photos of both as evidence', () => {
    const [finding, ...rest] = wrongPersonFindings(set, believing({ 6: RIVALS }), options);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'wrong-person',
      confidence: 0.98,
      people: ['p000', 'p001'],
      photos: ['p000/6.jpg'],
      proposal: { kind: 'move', photos: ['p000/6.jpg'], person: 'p001', isNew: false },
    });
    expect(finding?.evidence.map(({ person }) => person)).toEqual(['p000', 'p001']);
    expect(finding?.evidence[1]?.score).toBeGreaterThan(finding?.evidence[0]?.score ?? 1);
  });

  it('say which other rules agree', () => {
    const [agreed] = wrongPersonFindings(set, believing({ 6: { ...RIVALS, ofRival: 1 } }), options);
    expect(agreed?.reason).toContain('So say confident learning and the distance of the nearest photos.');
    const [alone] = wrongPersonFindings(
      set,
      believing({ 0: { ...RIVALS, right: 0.4, ofRival: 0.35, ofNobody: 0.25 } }),
      options,
    );
    expect(alone?.reason).toContain('No other rule says so.');
  });

  it('set aside a photo that is like nobody', () => {
    const [finding] = wrongPersonFindings(set, believing({ 1: NOBODYS }), options);
    expect(finding).toMatchObject({
      kind: 'far-from-everybody',
      people: ['p000'],
      proposal: { kind: 'set-aside', photos: ['p000/1.jpg'] },
    });
  });

  it('set aside a photo that is like a stranger handed in, whose folder is not ours to fill', () => {
    const outside = { ...set, isOutside: [false, true, false] };
    const [finding] = wrongPersonFindings(outside, believing({ 6: RIVALS }), options);
    expect(finding).toMatchObject({
      kind: 'wrong-person',
      people: ['p000'],
      proposal: { kind: 'set-aside' },
    });
    expect(finding?.reason).toContain('p001, a stranger handed in');
  });

  it('are one for two photos of a folder that are like nobody, and propose nothing', () => {
    const findings = wrongPersonFindings(set, believing({ 3: NOBODYS, 4: NOBODYS }), options);
    expect(findings).toMatchObject([
      {
        kind: 'two-people',
        people: ['p001'],
        photos: ['p001/3.jpg', 'p001/4.jpg'],
        proposal: { kind: 'none' },
      },
    ]);
  });

  it('are not made of the only photo of a person, of strangers, of faces dealt with, or below the confidence asked for', () => {
    const { own: _own, ...single } = RIVALS;
    expect(wrongPersonFindings(set, believing({ 5: single }), options)).toEqual([]);
    expect(
      wrongPersonFindings({ ...set, isOutside: [true, false, false] }, believing({ 6: RIVALS }), options),
    ).toEqual([]);
    expect(wrongPersonFindings(set, believing({ 6: RIVALS }), { ...options, passed: new Set([6]) })).toEqual(
      [],
    );
    expect(wrongPersonFindings(set, believing({ 6: RIVALS }), { ...options, minConfidence: 0.99 })).toEqual(
      [],
    );
  });
});
