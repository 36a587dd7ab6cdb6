import { join } from 'node:path';
import { writeFileWhole } from '../adapters/files/write-file.ts';
import type { Figure } from '../core/evaluation-figures.ts';
import type { EvaluationFindings } from '../core/evaluation-findings.ts';
import type { RobustnessSweep } from '../core/robustness.ts';
import type { EvaluatedSearch } from '../evaluation/evaluated-search.ts';
import type { ErrorEvidence, EvaluationModel } from '../report/evaluation/evaluation-model.ts';
import { renderEvaluation } from '../report/evaluation/render-evaluation.ts';
import type { ReportSetting } from '../report/report-model.ts';
import { EVALUATION_FORMAT } from './evaluation-file.ts';
import type { EvaluationManifest } from './evaluation-manifest.ts';
import { type Machine, thisMachine } from './machine.ts';

/** An evaluation that is done, ready to be written. */
export interface FinishedEvaluation {
  /** Heading of the page, such as the name of the test. */
  readonly title: string;
  readonly findings: EvaluationFindings;
  /** What the findings were counted from. */
  readonly searches: readonly EvaluatedSearch[];
  /** How the threshold was set, in one sentence; absent where the protocol sets none. */
  readonly thresholdStatement?: string;
  /** The figures of each network alone; empty where there is only one. */
  readonly alone: readonly { readonly name: string; readonly figures: readonly Figure[] }[];
  /** The same test with its photos made worse; absent where it was not asked for. */
  readonly robustness?: RobustnessSweep;
  readonly manifest: EvaluationManifest;
  readonly evidence: ErrorEvidence;
}

/**
 * Writes `report.json` and `report.html` of an evaluation into a folder. Equal runs write equal bytes but for the machine,
 * which `report.json` has under a key of its own. Throws `OUTPUT_*`.
 */
export async function writeEvaluation(out: string, evaluation: FinishedEvaluation): Promise<void> {
  const machine = thisMachine();
  await writeFileWhole(join(out, 'report.json'), reportJson(evaluation, machine));
  await writeFileWhole(join(out, 'report.html'), await renderEvaluation(modelOf(evaluation, machine)));
}

/** A search a line: a large test stays a file that editors open and `diff` can read. */
function* reportJson(evaluation: FinishedEvaluation, machine: Machine): Generator<string> {
  const { title, findings, searches, thresholdStatement, alone, robustness, manifest } = evaluation;
  const head = {
    format: EVALUATION_FORMAT,
    title,
    threshold_statement: thresholdStatement ?? null,
    machine,
    manifest,
    findings,
    alone,
    ...(robustness && { robustness }),
  };
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "searches": [\n`;
  for (const [place, search] of searches.entries())
    yield `    ${JSON.stringify(search)}${place + 1 < searches.length ? ',' : ''}\n`;
  yield '  ]\n}\n';
}

function modelOf(evaluation: FinishedEvaluation, machine: Machine): EvaluationModel {
  const { title, findings, thresholdStatement, alone, robustness, manifest, evidence } = evaluation;
  return {
    title,
    findings,
    ...(thresholdStatement !== undefined && { thresholdStatement }),
    alone,
    ...(robustness && { robustness }),
    evidence,
    provenance: {
      networks: manifest.networks.map(({ name, task, licence }) => ({
        name,
        task,
        licence: licence.stated,
        limits: licence.limits,
      })),
      settings: Object.entries(manifest.options).map(([name, value]) => ({ name, value: optionText(value) })),
      facts: factsOf(manifest, machine),
      skipped: manifest.skipped,
    },
  };
}

function optionText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(optionText).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function factsOf({ data, versions, seeds }: EvaluationManifest, machine: Machine): ReportSetting[] {
  const sets = Object.entries(data).map(([name, { photos, labels, sha256 }]) => ({
    name,
    value: `${photos} photos, ${labels} labels, SHA-256 ${sha256}`,
  }));
  const named = (of: Readonly<Record<string, string | number>>, what = ''): ReportSetting[] =>
    Object.entries(of).map(([name, value]) => ({ name: `${what}${name}`, value: String(value) }));
  const { cpu, cores, memory_gib } = machine;
  return [
    ...sets,
    ...named(seeds, 'seed of '),
    ...named(versions),
    { name: 'machine', value: `${cpu}, ${cores} cores, ${memory_gib} GiB` },
  ];
}
