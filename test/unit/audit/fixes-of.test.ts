import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixesFileSchema } from '../../../src/audit/fix.ts';
import { fixesOf } from '../../../src/audit/fixes-of.ts';
import type { Finding, Proposal } from '../../../src/core/audit-finding.ts';

const SHA = 'a'.repeat(64);
const filed = (path: string, sha256 = SHA) => ({
  name: path.normalize('NFC'),
  path,
  person: path.slice(0, path.indexOf('/')).normalize('NFC'),
  sha256,
});
const finding = (proposal: Proposal, id = 'f0001'): Finding => ({
  id,
  kind: 'wrong-person',
  confidence: 1,
  people: [],
  photos: [],
  reason: '',
  evidence: [],
  proposal,
});
const move = (photos: readonly string[], person: string, isNew = false): Proposal => ({
  kind: 'move',
  photos,
  person,
  isNew,
});
const people = {
  photos: ['Anna/1.jpg', 'Anna/deep/2.jpg', 'Bo/1.jpg', 'Bo/3.jpg'].map((path) => filed(path)),
  others: [],
};

describe('the moves that mend findings', () => {
  it('take a photo to the folder of its person, accepted by nobody yet', () => {
    expect(fixesOf([finding(move(['Bo/3.jpg'], 'Anna'))], people)).toEqual([
      {
        finding: 'f0001',
        title: 'Move 1 photo to Anna',
        accepted: false,
        moves: [{ action: 'move', from: 'Bo/3.jpg', into: 'people', to: 'Anna/3.jpg', sha256: SHA }],
      },
    ]);
  });

  it('give a photo a number where its name is taken, by a photo, another file or an earlier move', () => {
    const crowded = { ...people, others: ['Anna/1 (2).JPG'] };
    const findings = [finding(move(['Bo/1.jpg'], 'Anna')), finding(move(['Bo/1.jpg'], 'Anna'), 'f0002')];
    expect(fixesOf(findings, crowded).flatMap(({ moves }) => moves.map(({ to }) => to))).toEqual([
      'Anna/1 (3).jpg',
      'Anna/1 (4).jpg',
    ]);
  });

  it('take all photos of a folder to another, with the folders within', () => {
    const [fix] = fixesOf([finding({ kind: 'merge', from: 'Anna', into: 'Bo' })], people);
    expect(fix?.title).toBe('Move all 2 photos of Anna to Bo');
    expect(fix?.moves.map(({ to }) => to)).toEqual(['Bo/1 (2).jpg', 'Bo/deep/2.jpg']);
  });

  it('set photos aside under the path they had', () => {
    const [fix] = fixesOf([finding({ kind: 'set-aside', photos: ['Anna/deep/2.jpg'] })], people);
    expect(fix?.moves).toMatchObject([{ into: 'aside', to: 'Anna/deep/2.jpg' }]);
  });

  it('spell a folder as the disk does', () => {
    const decomposed = 'Zoë'.normalize('NFD');
    const spelt = { photos: [filed(`${decomposed}/1.jpg`), filed('Bo/3.jpg')], others: [] };
    const [fix] = fixesOf([finding(move(['Bo/3.jpg'], 'Zoë'))], spelt);
    expect(fix?.moves[0]?.to).toBe(`${decomposed}/3.jpg`);
  });

  it('do not name a photo that could not be read, or of whose name there are two', () => {
    const doubtful = {
      photos: [filed('Bo/1.jpg', ''), filed('Bo/é.jpg'.normalize('NFC')), filed('Bo/é.jpg'.normalize('NFD'))],
      others: [],
    };
    expect(
      fixesOf([finding({ kind: 'set-aside', photos: ['Bo/1.jpg', 'Bo/é.jpg'.normalize('NFC')] })], doubtful),
    ).toEqual([]);
  });

  it('are none where nothing is proposed', () => {
    expect(fixesOf([finding({ kind: 'none' })], people)).toEqual([]);
  });

  it('never end at one place, nor where a photo lies, and always make a list that can be read', () => {
    const names = fc.uniqueArray(
      fc.constantFrom('A/1.jpg', 'a/1.jpg', 'A/2.jpg', 'B/1.jpg', 'B/2.JPG', 'B/x/2.jpg', 'C/1.jpg'),
      { minLength: 1 },
    );
    const proposals = fc.array(
      fc.oneof(
        fc.record({
          kind: fc.constant('merge' as const),
          from: fc.constantFrom('A', 'B'),
          into: fc.constantFrom('B', 'C', 'a'),
        }),
        fc.record({
          kind: fc.constant('move' as const),
          photos: names,
          person: fc.constantFrom('A', 'B', 'New'),
          isNew: fc.constant(false),
        }),
        fc.record({ kind: fc.constant('set-aside' as const), photos: names }),
      ),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(names, proposals, (paths, wanted) => {
        const photos = paths.map((path) => filed(path));
        const fixes = fixesOf(
          wanted.map((proposal, n) => finding(proposal, `f${n}`)),
          { photos, others: [] },
        );
        const ends = fixes.flatMap(({ moves }) => moves.map(({ into, to }) => `${into} ${to}`.toLowerCase()));
        expect(new Set(ends).size).toBe(ends.length);
        for (const path of paths) expect(ends).not.toContain(`people ${path}`.toLowerCase());
        const file = { kind: 'quen-audit-fixes', version: 1, people: '/p', aside: '/p-aside', fixes };
        expect(fixesFileSchema.safeParse(file).success).toBe(true);
      }),
    );
  });
});
