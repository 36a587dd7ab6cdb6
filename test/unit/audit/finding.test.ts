import { describe, expect, it } from 'vitest';
import { rankFindings, type UnrankedFinding } from '../../../src/audit/finding.ts';

const made = (reason: string, confidence: number, rank = 0): UnrankedFinding => ({
  kind: 'no-face',
  confidence,
  rank,
  people: [],
  photos: [],
  reason,
  evidence: [],
  proposal: { kind: 'none' },
});

describe('findings in order', () => {
  it('are numbered from the surest, then by rank, then as they came', () => {
    const ranked = rankFindings([made('c', 0.5), made('b', 1, 1), made('a', 1, 2), made('d', 0.5)]);
    expect(ranked.map(({ id, reason }) => [id, reason])).toEqual([
      ['f0001', 'a'],
      ['f0002', 'b'],
      ['f0003', 'c'],
      ['f0004', 'd'],
    ]);
    expect(ranked[0]).not.toHaveProperty('rank');
  });
});
