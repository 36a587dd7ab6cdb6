import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { engineVersions } from '../../adapters/engine-versions.ts';
import { prepareOutputFolder, writeFileWhole } from '../../adapters/files/write-file.ts';
import { weightsId } from '../../adapters/network-store/prepared-networks.ts';
import { openInnerProducts } from '../../adapters/onnx/inner-products.ts';
import type { SkippedFile } from '../../core/identification.ts';
import type { ExtractedPhoto } from '../../core/photo.ts';
import type { ScoreRule } from '../../gallery/identity-scores.ts';
import { extractPhotos, type RunControl } from '../../pipeline/extract-photos.ts';
import type { LabelledPhoto } from '../../pipeline/people.ts';
import type { SplitSearching } from '../../pipeline/protocols/search-split.ts';
import { photosByName } from '../../pipeline/protocols/split-photos.ts';
import { version } from '../../version.ts';
import { openExtraction } from '../distributed/open-extraction.ts';
import { filesOf } from '../enrol-people.ts';
import { type ExtractionOptions, extractionOptionsAmong } from '../extraction-options.ts';
import type { OpenExtraction } from '../open-extraction.ts';

/** What one needs to know to do a run again and to trust it; holds no time, so that equal runs write equal files. */
export interface ProtocolProvenance {
  readonly versions: Readonly<Record<string, string>>;
  /** The options that decide the figures. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly networks: readonly {
    readonly name: string;
    readonly task: string;
    readonly sha256: string;
    readonly licence: { readonly stated: string; readonly limits: string };
  }[];
  readonly data: {
    readonly people: number;
    readonly photos: number;
    /** SHA-256 over names and hashes of all photos. */
    readonly photos_sha256: string;
  };
  /** Photos that could not be read or took no part, and why. */
  readonly skipped: readonly SkippedFile[];
}

/** Options that every protocol has. */
export interface ProtocolOptions extends ExtractionOptions {
  readonly rule: ScoreRule;
  readonly json?: string | undefined;
}

/** Extracted photos, ready to be enrolled and searched. */
export interface ProtocolRun {
  /** In the order of the photos asked for. */
  readonly extracted: readonly ExtractedPhoto[];
  readonly searching: SplitSearching;
  readonly provenance: ProtocolProvenance;
}

/** Fixed, so that the bytes of a result never depend on the threads that a machine has. */
const PRODUCT_THREADS = 2;

/** Draws of people that intervals are read from; fewer would leave their ends to chance. */
const RESAMPLE_COUNT = 1000;

/**
 * Extracts photos, hands them to a measurement, and writes what comes of it, with its provenance, to the file of `json`.
 * Throws `NETWORK_*`, `OUTPUT_*`, `ABORTED` and what the measurement throws.
 */
export async function runProtocol<Figures extends object>(
  photos: readonly LabelledPhoto[],
  options: ProtocolOptions,
  control: RunControl,
  measure: (run: ProtocolRun) => Promise<Figures>,
): Promise<Figures & { readonly provenance: ProtocolProvenance }> {
  if (options.json !== undefined) await prepareOutputFolder(dirname(options.json));
  await using extraction = await openExtraction(extractionOptionsAmong(options));
  const { photos: extracted } = await extractPhotos(filesOf(photos), extraction.ports, control);
  await using products = await openInnerProducts({ threads: PRODUCT_THREADS });
  const provenance = provenanceOf({ photos, extracted, extraction, options });
  const searching = {
    photos: photosByName(extracted),
    rule: options.rule,
    products: products.innerProducts,
    resampleCount: RESAMPLE_COUNT,
    signal: control.signal,
  };
  const figures = await measure({ extracted, searching, provenance });
  const report = { ...figures, provenance };
  if (options.json !== undefined) await writeFileWhole(options.json, `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

function provenanceOf(run: {
  readonly photos: readonly LabelledPhoto[];
  readonly extracted: readonly ExtractedPhoto[];
  readonly extraction: OpenExtraction;
  readonly options: ProtocolOptions;
}): ProtocolProvenance {
  const { detector, embedders, restorer } = run.extraction;
  const cards = [...(detector ? [detector] : []), ...embedders, ...(restorer ? [restorer] : [])];
  const { threads: _threads, distributed: _distributed, json: _json, ...options } = run.options;
  const hash = createHash('sha256');
  hash.update(JSON.stringify(run.extracted.map(({ photo, sha256 }) => [photo.name, sha256])));
  return {
    versions: { quen: version, ...engineVersions() },
    options,
    networks: cards.map((card) => ({
      name: card.name,
      task: card.task,
      sha256: weightsId(card),
      licence: card.licence,
    })),
    data: {
      people: new Set(run.photos.map(({ label }) => label)).size,
      photos: run.photos.length,
      photos_sha256: hash.digest('hex'),
    },
    skipped: run.extracted.flatMap(({ photo, extraction }) =>
      extraction.kind === 'failed'
        ? [{ path: photo.name, code: extraction.code, reason: extraction.reason }]
        : [],
    ),
  };
}
