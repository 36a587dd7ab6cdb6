import type { Finding } from '../../../../src/core/audit-finding.ts';
import type { AuditModel } from '../../../../src/report/audit/audit-model.ts';

/** One pixel. */
const PICTURE = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/** A finding with whatever is given instead. */
export function madeFinding(id: string, change: Partial<Finding> = {}): Finding {
  return {
    id,
    kind: 'wrong-person',
    confidence: 0.97,
    people: ['Anna Berg', 'Bo Lind'],
    photos: [`Anna Berg/${id}.jpg`],
    reason: 'Its mean score with the other photos of Anna Berg is 0.05; with those of Bo Lind it is 0.61.',
    evidence: [
      { photo: 'Anna Berg/1.jpg', person: 'Anna Berg', score: 0.08, role: 'most like it in its own folder' },
      { photo: 'Bo Lind/1.jpg', person: 'Bo Lind', score: 0.72, role: 'most like it in the other folder' },
    ],
    proposal: { kind: 'move', photos: [`Anna Berg/${id}.jpg`], person: 'Bo Lind', isNew: false },
    ...change,
  };
}

/** A page of some findings of several kinds, of which the first ones can be mended. */
export function madeAudit(change: Partial<AuditModel> = {}): AuditModel {
  const findings = [
    madeFinding('f0001'),
    madeFinding('f0002', {
      kind: 'same-person',
      photos: ['Anna Berg/1.jpg', 'Anna B/1.jpg'],
      people: ['Anna B', 'Anna Berg'],
    }),
    madeFinding('f0003', {
      kind: 'near-copy',
      photos: Array.from({ length: 12 }, (_, n) => `Bo Lind/${n}.jpg`),
      evidence: [],
    }),
    madeFinding('f0004', { kind: 'blurred', confidence: 0.61, evidence: [], proposal: { kind: 'none' } }),
  ];
  const moved = ['f0001', 'f0002', 'f0003'];
  const fixes = moved.map((finding) => ({
    finding,
    title: `Mend ${finding}`,
    accepted: false,
    // The first two would both move the same photo.
    moves: [
      {
        action: 'move',
        from: finding === 'f0003' ? 'Bo Lind/2.jpg' : 'Anna Berg/1.jpg',
        into: 'aside',
        to: finding,
        sha256: '0'.repeat(64),
      },
    ],
  }));
  return {
    title: 'people',
    counts: { people: 1204, photos: 5000, faces: 4990 },
    findings,
    shown: new Set(findings.map(({ id }) => id)),
    fixTitles: new Map(fixes.map(({ finding, title }) => [finding, title])),
    fixes: { kind: 'quen-audit-fixes', version: 1, people: '/p', aside: '/p-aside', fixes },
    pictures: new Map([
      ['Anna Berg/f0001.jpg', PICTURE],
      ['Anna Berg/1.jpg', PICTURE],
      ['Bo Lind/1.jpg', PICTURE],
    ]),
    networks: [{ name: 'made-network', task: 'embedder', licence: 'none', limits: 'For tests.' }],
    settings: [{ name: 'people', value: 'people' }],
    skipped: [{ path: 'notes.txt', code: 'not-a-photo', reason: 'Its name does not end as a photo.' }],
    ...change,
  };
}
