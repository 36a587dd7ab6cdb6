import type { Finding, GroundedFinding } from '../core/audit-finding.ts';
import { groundsInEnglish } from './grounds-in-english.ts';

/** A finding that has no place among the others yet. `rank` orders those of equal confidence, higher first. */
export type UnrankedFinding = Omit<Finding, 'id'> & { readonly rank: number };

/** The same of a finding about labels, people or copies. */
export type UnrankedGroundedFinding = Omit<GroundedFinding, 'id'> & Pick<UnrankedFinding, 'rank'>;

/** A finding whose reason is its grounds in words. */
export function grounded(finding: Omit<UnrankedGroundedFinding, 'reason'>): UnrankedGroundedFinding {
  const { grounds, evidence, proposal, ...rest } = finding;
  return { ...rest, reason: groundsInEnglish(grounds), grounds, evidence, proposal };
}

/** Puts findings in order: surest first, then by rank, then by the order they were handed in. Numbers them. */
export function rankFindings<T extends UnrankedFinding>(
  findings: readonly T[],
): (Omit<T, 'rank'> & Pick<Finding, 'id'>)[] {
  const sorted = [...findings].sort((a, b) => b.confidence - a.confidence || b.rank - a.rank);
  const digits = Math.max(4, String(sorted.length).length);
  return sorted.map(({ rank: _rank, ...finding }, place) => ({
    id: `f${String(place + 1).padStart(digits, '0')}`,
    ...finding,
  }));
}
