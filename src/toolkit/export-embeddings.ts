import { dirname } from 'node:path';
import { writeFaceTable } from '../adapters/files/face-table.ts';
import { listPhotos } from '../adapters/files/list-photos.ts';
import { prepareOutputFolder } from '../adapters/files/write-file.ts';
import { weightsId } from '../adapters/network-store/prepared-networks.ts';
import { openObjectStore } from '../adapters/object-store/open-object-store.ts';
import { QuenError, throwIfAborted } from '../core/errors.ts';
import type { FaceRow, RowNetwork } from '../core/face-row.ts';
import type { SkippedFile } from '../core/identification.ts';
import type { ExtractedPhoto, PhotoFile } from '../core/photo.ts';
import type { ObjectStore } from '../jobs/object-store.ts';
import type { PhotoRecord } from '../jobs/photo-record.ts';
import { listShards } from '../jobs/shards/object-names.ts';
import { readShard } from '../jobs/shards/read-shard.ts';
import type { ShardStamp } from '../jobs/shards/shard.ts';
import { extractPhotos, type RunControl } from '../pipeline/extract-photos.ts';
import { rowsOfPhoto, rowsOfRecord } from '../pipeline/face-rows.ts';
import { openExtraction } from './distributed/open-extraction.ts';
import {
  type ExportEmbeddingsOptions,
  type ExportShardsOptions,
  exportEmbeddingsOptionsSchema,
  exportShardsOptionsSchema,
} from './export-embeddings-options.ts';
import { extractionOptionsAmong } from './extraction-options.ts';
import type { OpenExtraction } from './open-extraction.ts';
import { parseOptions } from './parse-options.ts';

/** What a table of embeddings came to hold. */
export interface ExportedEmbeddings {
  readonly photoCount: number;
  /** Rows of the table. */
  readonly faceCount: number;
  /** Photos that could not be used, which have no rows. */
  readonly failed: readonly SkippedFile[];
  readonly networks: readonly RowNetwork[];
}

/** Photos are worked on and written in parts of so many, so that not all need be in memory. */
const PHOTOS_IN_PART = 1000;

/**
 * Embeds the faces of a folder's photos and writes them as a Parquet file, a row a face. It holds embeddings: it is personal data, and
 * readable by its owner alone. Throws `CONFIG_INVALID`, `PHOTOS_EMPTY`, `NETWORK_*`, `OUTPUT_*`, `ABORTED`.
 */
export async function exportEmbeddings(
  options: ExportEmbeddingsOptions,
  control: RunControl = {},
): Promise<ExportedEmbeddings> {
  const resolved = parseOptions(exportEmbeddingsOptionsSchema, options);
  const { photos: folder, out } = resolved;
  await prepareOutputFolder(dirname(out));
  const { photos, skipped } = await listPhotos(folder, 'PHOTOS_EMPTY', control.signal);
  if (photos.length === 0)
    throw new QuenError('PHOTOS_EMPTY', `The folder ${folder} holds no photos. Check its path.`);
  await using extraction = await openExtraction(extractionOptionsAmong(resolved));
  const networks = networksOf(extraction);
  const tally = new Tally(skipped);
  await writeFaceTable(out, networks, rowsOfPhotos(photos, { extraction, tally, control }));
  return tally.total(networks);
}

/**
 * Writes the embeddings that workers left in a store as a Parquet file, as {@link exportEmbeddings} writes it. A photo that is in two
 * shards is in the file twice. Throws `CONFIG_INVALID`, `STORE_UNREACHABLE`, `PHOTOS_EMPTY` where there is no shard, `SHARD_*`,
 * `OUTPUT_*`, `ABORTED`.
 */
export async function exportShards(
  options: ExportShardsOptions,
  control: RunControl = {},
): Promise<ExportedEmbeddings> {
  const { store: url, prefix, out } = parseOptions(exportShardsOptionsSchema, options);
  await prepareOutputFolder(dirname(out));
  const store = await openObjectStore(url, 'read');
  const names = await listShards(store, prefix);
  const [firstName] = names;
  const first = firstName === undefined ? undefined : await readShard(store, firstName);
  if (first === undefined) {
    const message = `There is no finished shard in ${url} below '${prefix}'. Check the store, or wait for its workers.`;
    throw new QuenError('PHOTOS_EMPTY', message);
  }
  const tally = new Tally([]);
  const { stamp } = first;
  await writeFaceTable(out, stamp.networks, rowsOfShards(names, { store, stamp, tally, control }));
  return tally.total(stamp.networks);
}

/** Counts what goes into a table. */
class Tally {
  #photoCount = 0;
  #faceCount = 0;
  readonly #failed: SkippedFile[];

  constructor(skipped: readonly SkippedFile[]) {
    this.#failed = [...skipped];
  }

  add(photoCount: number, rows: readonly FaceRow[], failed: readonly SkippedFile[]): void {
    this.#photoCount += photoCount;
    this.#faceCount += rows.length;
    this.#failed.push(...failed);
  }

  total(networks: readonly RowNetwork[]): ExportedEmbeddings {
    return {
      photoCount: this.#photoCount,
      faceCount: this.#faceCount,
      failed: this.#failed,
      networks: networks.map(({ name, sha256, dimension }) => ({ name, sha256, dimension })),
    };
  }
}

interface PhotoSource {
  readonly extraction: OpenExtraction;
  readonly tally: Tally;
  readonly control: RunControl;
}

async function* rowsOfPhotos(
  photos: readonly PhotoFile[],
  { extraction, tally, control }: PhotoSource,
): AsyncGenerator<readonly FaceRow[]> {
  const names = extraction.embedders.map(({ name }) => name);
  let cachedBefore = 0;
  for (let start = 0; start < photos.length; start += PHOTOS_IN_PART) {
    const part = photos.slice(start, start + PHOTOS_IN_PART);
    const run = await extractPhotos(part, extraction.ports, {
      ...(control.signal && { signal: control.signal }),
      onProgress: ({ doneCount, cachedCount }) =>
        control.onProgress?.({
          doneCount: start + doneCount,
          totalCount: photos.length,
          cachedCount: cachedBefore + cachedCount,
        }),
    });
    cachedBefore += run.cachedCount;
    const rows = run.photos.flatMap((photo) => rowsOfPhoto(photo, names));
    tally.add(part.length, rows, run.photos.flatMap(failureOfPhoto));
    yield rows;
  }
}

function failureOfPhoto({ photo, extraction }: ExtractedPhoto): SkippedFile[] {
  if (extraction.kind !== 'failed') return [];
  return [{ path: photo.name, code: extraction.code, reason: extraction.reason }];
}

interface ShardSource {
  readonly store: ObjectStore;
  readonly stamp: ShardStamp;
  readonly tally: Tally;
  readonly control: RunControl;
}

async function* rowsOfShards(
  names: readonly string[],
  { store, stamp, tally, control }: ShardSource,
): AsyncGenerator<readonly FaceRow[]> {
  for (const [place, name] of names.entries()) {
    throwIfAborted(control.signal);
    const { records } = (await readShard(store, name, stamp)) ?? { records: [] };
    const rows = records.flatMap(rowsOfRecord);
    tally.add(records.length, rows, records.flatMap(failureOfRecord));
    yield rows;
    control.onProgress?.({ doneCount: place + 1, totalCount: names.length, cachedCount: 0 });
  }
}

function failureOfRecord(record: PhotoRecord): SkippedFile[] {
  if (record.kind !== 'failed') return [];
  const { photo, sha256, code, reason } = record;
  return [{ path: photo ?? sha256, code, reason }];
}

function networksOf({ embedders }: OpenExtraction): RowNetwork[] {
  return embedders.map((card) => ({
    name: card.name,
    sha256: weightsId(card),
    dimension: card.output.dimension,
  }));
}
