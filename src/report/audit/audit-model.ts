import type { Finding } from '../../core/audit-finding.ts';
import type { SkippedFile } from '../../core/identification.ts';
import type { ReportNetwork, ReportSetting } from '../report-model.ts';

/** Everything the page of an audit shows; nothing is read, timed or drawn at random while it is written. */
export interface AuditModel {
  /** Heading of the page, such as the name of the folder. */
  readonly title: string;
  readonly counts: { readonly people: number; readonly photos: number; readonly faces: number };
  /** All findings, surest first. */
  readonly findings: readonly Finding[];
  /** Ids of the findings that are shown; all are in `audit.json`. */
  readonly shown: ReadonlySet<string>;
  /** What would mend a finding, in a sentence, by its id; findings that nothing mends are absent. */
  readonly fixTitles: ReadonlyMap<string, string>;
  /** The whole of `fixes.json`, for the script to write with what is accepted; absent where there is nothing to move. */
  readonly fixes?: object;
  /** Data URIs of small pictures by photo; a photo that has gone is absent. */
  readonly pictures: ReadonlyMap<string, string>;
  readonly networks: readonly ReportNetwork[];
  readonly settings: readonly ReportSetting[];
  readonly skipped: readonly SkippedFile[];
}
