import { basename, extname } from 'node:path';
import type { SkippedFile } from '../core/identification.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import type { RobustnessSweep } from '../core/robustness.ts';
import { withLabels } from './enrol-people.ts';
import { drawEvidence } from './evaluation-evidence.ts';
import { evaluationManifest } from './evaluation-manifest.ts';
import type { ScoredTest, TestParts } from './score-test.ts';
import { writeEvaluation } from './write-evaluation.ts';

/** A test by tables that was scored, and all that its report tells of it. */
export interface ReportedTest {
  readonly together: ScoredTest;
  /** With the templates of each network alone, by its name. */
  readonly alone: readonly (readonly [string, ScoredTest])[];
  /** The same test with its photos made worse; absent where it was not asked for. */
  readonly robustness?: RobustnessSweep | undefined;
  /** Extracted, of the parts `train`, `strangers` and `test` in turn. */
  readonly photos: readonly ExtractedPhoto[];
  readonly parts: TestParts;
  /** As resolved. */
  readonly options: Readonly<Record<string, unknown>> & { readonly test: string; readonly maxBytes: number };
  /** Files that never became photos. */
  readonly skipped: readonly SkippedFile[];
}

/** Writes the report of a test by tables into a folder. Throws `OUTPUT_*`. */
export async function reportTables(out: string, test: ReportedTest, signal?: AbortSignal): Promise<void> {
  const { together, alone, robustness, photos, parts, options } = test;
  const { findings, searches, threshold } = together;
  const { train, strangers } = parts;
  const probesFrom = train.length + strangers.length;
  const sets = {
    enrolled: withLabels(train, photos.slice(0, train.length)),
    strangers: withLabels(strangers, photos.slice(train.length, probesFrom)),
    searched: withLabels(parts.test, photos.slice(probesFrom)),
  };
  const sources = {
    searches,
    probes: sets.searched,
    enrolled: sets.enrolled,
    maxBytes: options.maxBytes,
    signal,
  };
  await writeEvaluation(out, {
    title: `Evaluation on ${basename(options.test, extname(options.test))}`,
    findings,
    searches,
    thresholdStatement: threshold.statement,
    alone:
      alone.length < 2 ? [] : alone.map(([name, scored]) => ({ name, figures: scored.findings.figures })),
    ...(robustness && { robustness }),
    manifest: evaluationManifest({
      extraction: parts.extraction,
      options,
      sets,
      findings,
      skipped: test.skipped,
    }),
    evidence: await drawEvidence(findings, sources),
  });
}
