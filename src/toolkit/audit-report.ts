import type { FixesFile } from '../audit/fix.ts';
import type { Finding } from '../core/audit-finding.ts';
import type { SkippedFile } from '../core/identification.ts';
import type { AuditCounts } from '../pipeline/audit/audit-people.ts';

/** What an audit found. */
export interface AuditReport {
  /** Surest first. */
  readonly findings: readonly Finding[];
  readonly counts: AuditCounts;
  /** What would mend the findings, none accepted; absent for a table, whose photos are in no people's folders. */
  readonly fixes?: FixesFile;
  readonly skipped: readonly SkippedFile[];
}
