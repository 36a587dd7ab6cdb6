import { describe, expect, it } from 'vitest';
import { afterDeath, NO_NOTES, readNotes, type ShardNotes, setAside } from '../../../src/jobs/suspects.ts';

const noted = (notes: Partial<ShardNotes>): ShardNotes => ({ ...NO_NOTES, ...notes });

describe('afterDeath', () => {
  it('suspects every photo that was in work together', () => {
    expect(afterDeath(noted({ inWork: { from: 2, to: 5 } }))).toEqual({ suspects: [2, 3, 4], deaths: [] });
  });

  it('suspects nobody where nothing was touched', () => {
    expect(afterDeath(NO_NOTES)).toEqual(NO_NOTES);
  });

  it('keeps earlier suspects that were not cleared', () => {
    expect(afterDeath(noted({ inWork: { from: 1, to: 3 }, suspects: [2, 9] })).suspects).toEqual([1, 2, 9]);
  });

  it('counts a death against the photo that was alone in work', () => {
    const once = afterDeath(noted({ alone: 4, suspects: [4, 5] }));
    expect(once).toEqual({ suspects: [4, 5], deaths: [{ photo: 4, count: 1 }] });
    expect(afterDeath({ ...once, alone: 4 }).deaths).toEqual([{ photo: 4, count: 2 }]);
  });
});

describe('setAside', () => {
  it('lists photos that ended two workers alone, with the one before', () => {
    const deaths = [
      { photo: 4, count: 2 },
      { photo: 5, count: 1 },
    ];
    expect([...setAside(noted({ deaths }))]).toEqual([[4, 3]]);
  });
});

describe('readNotes', () => {
  it('takes what was written, and what it cannot read for no notes', () => {
    const notes = noted({ alone: 3, suspects: [3] });
    expect(readNotes(JSON.parse(JSON.stringify(notes)))).toEqual(notes);
    expect(readNotes({ suspects: 'all' })).toEqual(NO_NOTES);
    expect(readNotes(undefined)).toEqual(NO_NOTES);
  });
});
