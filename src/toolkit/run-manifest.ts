import { createHash } from 'node:crypto';
import { engineVersions } from '../adapters/engine-versions.ts';
import { weightsId } from '../adapters/network-store/prepared-networks.ts';
import type { SkippedFile, Threshold } from '../core/identification.ts';
import type { ExtractedPhoto } from '../core/photo.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { Fusion } from '../pipeline/ensemble/fusion.ts';
import type { LearntProbability } from '../pipeline/learn-probability.ts';
import { version } from '../version.ts';
import type { FinishedRun } from './identification-run.ts';
import type { ResolvedIdentifyOptions } from './identify-options.ts';
import type { PhotoLearning } from './learn-from-photos.ts';

/** What one needs to know to do a run again and to trust it; holds no time, so that equal runs write equal files. */
export interface RunManifest {
  readonly versions: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly networks: readonly unknown[];
  /** How several networks weigh; null for a single one. */
  readonly fusion: Pick<Fusion, 'networks'> | Fusion | null;
  readonly threshold: Threshold;
  /** How probabilities were learnt; null where there was nothing to learn them from. */
  readonly probability: LearntProbability | null;
  /** What was learnt from the photos themselves; null where it was not asked for. */
  readonly learning: PhotoLearning | null;
  readonly data: {
    readonly identities: number;
    readonly enrolled_photos: number;
    /** SHA-256 over names and hashes of the enrolled photos that were used. */
    readonly enrolled_sha256: string;
    readonly photos: number;
    readonly photos_sha256: string;
  };
  readonly skipped: readonly SkippedFile[];
}

/**
 * The options that decide a result; how many threads or machines made it and where it lies do not, nor does the database of an
 * index, whose URL may hold a password.
 */
export function decidingOptions({
  threads: _threads,
  distributed: _distributed,
  out: _out,
  indexDatabase: _indexDatabase,
  ...deciding
}: ResolvedIdentifyOptions): Omit<
  ResolvedIdentifyOptions,
  'threads' | 'distributed' | 'out' | 'indexDatabase'
> {
  return deciding;
}

/** The manifest of a run. */
export function runManifest({
  identification,
  options,
  recogniser: { gallery },
  extraction,
  probes,
}: FinishedRun): RunManifest {
  const { detector, embedders, restorer } = extraction;
  const cards = [...(detector ? [detector] : []), ...embedders, ...(restorer ? [restorer] : [])];
  const unusable = probes.flatMap(unusableProbe);
  return {
    versions: { quen: version, ...engineVersions() },
    options: decidingOptions(options),
    networks: cards.map((card) => ({
      name: card.name,
      task: card.task,
      sha256: weightsId(card),
      licence: card.licence,
    })),
    fusion: identification.fusion ?? fusionOf(gallery),
    threshold: identification.threshold,
    probability: identification.probability ?? null,
    learning: identification.learning ?? null,
    data: {
      identities: gallery.identities.length,
      enrolled_photos: gallery.faces.length,
      enrolled_sha256: hashOf(gallery.faces.map(({ photo, sha256 }) => [photo, sha256])),
      photos: probes.length,
      photos_sha256: hashOf(probes.map(({ photo, sha256 }) => [photo.name, sha256])),
    },
    skipped: [...identification.skipped, ...unusable],
  };
}

/** The weights of a gallery that was made earlier; one without any weighs its networks the same. */
function fusionOf({ embedders, parts }: Gallery): Pick<Fusion, 'networks'> | null {
  if (embedders.length === 1) return null;
  return {
    networks: embedders.map(({ name }, place) => ({
      name,
      weight: parts?.[place]?.weight ?? 1 / embedders.length,
    })),
  };
}

function unusableProbe({ photo, extraction }: ExtractedPhoto): SkippedFile[] {
  return extraction.kind === 'failed'
    ? [{ path: photo.name, code: extraction.code, reason: extraction.reason }]
    : [];
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
