import { createHash } from 'node:crypto';
import { engineVersions } from '../adapters/engine-versions.ts';
import { weightsId } from '../adapters/network-store/prepared-networks.ts';
import type { EvaluationFindings } from '../core/evaluation-findings.ts';
import type { SkippedFile } from '../core/identification.ts';
import type { NetworkCard } from '../networks/card.ts';
import type { LabelledExtraction } from '../pipeline/enrol.ts';
import { version } from '../version.ts';
import type { OpenExtraction } from './open-extraction.ts';

/** What one needs to know to do an evaluation again and to trust it; holds no time and no machine. */
export interface EvaluationManifest {
  readonly versions: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly networks: readonly ManifestNetwork[];
  readonly seeds: Readonly<Record<string, number>>;
  /** Each set of photos by its part in the test. */
  readonly data: Readonly<Record<string, ManifestData>>;
  readonly skipped: readonly SkippedFile[];
}

/** A network that took part. */
export interface ManifestNetwork {
  readonly name: string;
  readonly task: string;
  /** SHA-256 of its weights. */
  readonly sha256: string;
  readonly licence: NetworkCard['licence'];
}

/** A set of photos. */
export interface ManifestData {
  readonly photos: number;
  readonly labels: number;
  /** SHA-256 over the name, label and SHA-256 of every photo, in order. */
  readonly sha256: string;
}

/** What a manifest is written of. */
export interface ManifestSources {
  readonly extraction: Pick<OpenExtraction, 'detector' | 'embedders' | 'restorer'>;
  /** Options as resolved; those that decide no result are left out here. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly sets: Readonly<Record<string, readonly LabelledExtraction[]>>;
  readonly findings: Pick<EvaluationFindings, 'bootstrap'>;
  /** Files that never became photos. */
  readonly skipped?: readonly SkippedFile[];
}

/** The manifest of an evaluation. */
export function evaluationManifest(sources: ManifestSources): EvaluationManifest {
  const { extraction, options, sets, findings, skipped = [] } = sources;
  return {
    versions: { quen: version, ...engineVersions() },
    options: decidingOptions(options),
    networks: cardsOf(extraction).map((card) => ({
      name: card.name,
      task: card.task,
      sha256: weightsId(card),
      licence: card.licence,
    })),
    seeds: { bootstrap: findings.bootstrap.seed },
    data: Object.fromEntries(Object.entries(sets).map(([name, photos]) => [name, dataOf(photos)])),
    skipped: [...skipped, ...Object.values(sets).flat().flatMap(unusable)],
  };
}

/** How many threads or machines made a result and where it lies decide nothing. */
const DECIDE_NOTHING: readonly string[] = ['threads', 'distributed', 'out', 'json'];

function decidingOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const deciding = Object.entries(options).filter(
    ([name, value]) => value !== undefined && !DECIDE_NOTHING.includes(name),
  );
  return Object.fromEntries(deciding);
}

function cardsOf({ detector, embedders, restorer }: ManifestSources['extraction']): NetworkCard[] {
  return [...(detector ? [detector] : []), ...embedders, ...(restorer ? [restorer] : [])];
}

function dataOf(photos: readonly LabelledExtraction[]): ManifestData {
  const hash = createHash('sha256');
  for (const { photo, label, sha256 } of photos)
    hash.update(`${JSON.stringify([photo.name, label, sha256])}\n`);
  return {
    photos: photos.length,
    labels: new Set(photos.map(({ label }) => label)).size,
    sha256: hash.digest('hex'),
  };
}

function unusable({ photo, extraction }: LabelledExtraction): SkippedFile[] {
  return extraction.kind === 'failed'
    ? [{ path: photo.name, code: extraction.code, reason: extraction.reason }]
    : [];
}
