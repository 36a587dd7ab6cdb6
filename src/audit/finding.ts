import type { Finding } from '../core/audit-finding.ts';

/** A finding that has no place among the others yet. `rank` orders those of equal confidence, higher first. */
export type UnrankedFinding = Omit<Finding, 'id'> & { readonly rank: number };

/** Puts findings in order: surest first, then by rank, then by the order they were handed in. Numbers them. */
export function rankFindings(findings: readonly UnrankedFinding[]): Finding[] {
  const sorted = [...findings].sort((a, b) => b.confidence - a.confidence || b.rank - a.rank);
  const digits = Math.max(4, String(sorted.length).length);
  return sorted.map(({ rank: _rank, ...finding }, place) => ({
    id: `f${String(place + 1).padStart(digits, '0')}`,
    ...finding,
  }));
}

/** A score as findings write it. */
export function scoreText(score: number): string {
  return score.toFixed(2);
}
