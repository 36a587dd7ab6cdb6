import { describe, expect, it } from 'vitest';
import type { FaceResult } from '../../../src/core/identification.ts';
import { IDENTITIES_COLUMNS, identitiesRows } from '../../../src/report/identities-table.ts';
import { madeFace } from './made-report.ts';

function rowOf(face: FaceResult): Record<string, string | undefined> {
  const [row] = identitiesRows([{ kind: 'searched', photo: 'a.jpg', faces: [face] }]);
  return Object.fromEntries(IDENTITIES_COLUMNS.map((column, place) => [column, row?.[place]]));
}

describe('identities.csv', () => {
  it('gives the probability of the first candidate with four decimals, for unknown faces too', () => {
    expect(rowOf(madeFace('Lan', 0.9, { probability: 0.83456 }))).toMatchObject({
      candidate_1: 'Lan:0.9000',
      probability: '0.8346',
      decision: 'identified',
      identity: 'Lan',
    });
    expect(rowOf(madeFace(undefined, 0.1, { probability: 0.02 }))).toMatchObject({
      probability: '0.0200',
      decision: 'unknown',
      identity: '',
    });
  });

  it('leaves the probability empty where none was learnt', () => {
    expect(rowOf(madeFace('Lan', 0.9))['probability']).toBe('');
  });

  it('has as many cells in every row as there are columns', () => {
    const rows = identitiesRows([
      { kind: 'searched', photo: 'a.jpg', faces: [madeFace('Lan', 0.9)] },
      { kind: 'no-face', photo: 'b.jpg', reason: 'No face was found.' },
      { kind: 'failed', photo: 'c.jpg', code: 'PHOTO_UNREADABLE', reason: 'Cut short.' },
    ]);
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => IDENTITIES_COLUMNS.length));
    expect(rows[2]?.slice(-3)).toEqual(['failed', '', 'Cut short.']);
  });
});
