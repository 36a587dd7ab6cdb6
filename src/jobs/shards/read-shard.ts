import { QuenError } from '../../core/errors.ts';
import type { ObjectStore } from '../object-store.ts';
import type { PhotoRecord } from '../photo-record.ts';
import { rowCountOf, rowsOf, valuesOf } from './embedding-rows.ts';
import { decodeManifest, type ShardManifest, type ShardObject, stampDifference } from './manifest.ts';
import { manifestName } from './object-names.ts';
import { decodeLines, type ExtractedLine, type PhotoLine } from './photo-lines.ts';
import { sha256Of } from './sha256.ts';
import type { Shard, ShardStamp } from './shard.ts';
import { shardDamaged } from './shard-fault.ts';

/**
 * Reads a closed shard, each part checked before it is trusted. The embeddings of its records are views of its arrays.
 * @param expected what the caller's own results hang on; absent to take any
 * @returns undefined where there is no manifest, so that no shard is there. Throws `SHARD_DAMAGED`, `SHARD_VERSION`, `SHARD_MISMATCH`
 * where the stamp is another, and errors of the store
 */
export async function readShard(
  store: ObjectStore,
  name: string,
  expected?: ShardStamp,
): Promise<Shard | undefined> {
  const bytes = await store.get(manifestName(name));
  if (bytes === undefined) return undefined;
  const manifest = await decodeManifest(bytes, name);
  const stamp = stampOf(manifest);
  if (expected !== undefined) assertStamp(name, stamp, expected);
  const lines = decodeLines(await readObject(store, name, manifest.photos), name);
  assertCounts(lines, manifest, name);
  const values: Uint8Array[] = [];
  for (const network of manifest.networks)
    values.push(await readValues(store, name, manifest.faceCount, network));
  const records = lines.map((line) => (line.kind === 'failed' ? line : recordOf(line, values, manifest)));
  return { stamp, records };
}

/** Throws `SHARD_MISMATCH` where a shard was made otherwise than expected. @param name of the shard */
export function assertStamp(name: string, found: ShardStamp, expected: ShardStamp): void {
  const difference = stampDifference(found, expected);
  if (difference === undefined) return;
  const message = `The shard ${name} does not belong here: ${difference}. Use another store or prefix for it.`;
  throw new QuenError('SHARD_MISMATCH', message);
}

function stampOf({ decides, networks }: ShardManifest): ShardStamp {
  return {
    decides,
    networks: networks.map(({ name, sha256, dimension }) => ({ name, sha256, dimension })),
  };
}

async function readObject(
  store: ObjectStore,
  shard: string,
  { object, byteCount, sha256 }: ShardObject,
): Promise<Uint8Array> {
  const bytes = await store.get(`${shard}/${object}`);
  if (bytes === undefined) throw shardDamaged(shard, `${object} is missing`);
  if (bytes.length !== byteCount)
    throw shardDamaged(shard, `${object} has ${bytes.length} bytes, not ${byteCount}`);
  if ((await sha256Of(bytes)) !== sha256) throw shardDamaged(shard, `${object} does not fit its SHA-256`);
  return bytes;
}

/** The values of a network, shape [faces, D]. */
async function readValues(
  store: ObjectStore,
  shard: string,
  faceCount: number,
  { dimension, embeddings }: ShardManifest['networks'][number],
): Promise<Uint8Array> {
  const array = await readObject(store, shard, embeddings);
  const values = valuesOf(array, [faceCount, dimension]);
  if (values?.length === 4 * faceCount * dimension) return values;
  throw shardDamaged(shard, `${embeddings.object} is not of ${faceCount} rows of ${dimension} values`);
}

/** A manifest and lines that fit their checksums can still be those of a writer in error. */
function assertCounts(lines: readonly PhotoLine[], manifest: ShardManifest, shard: string): void {
  const { photoCount, failedCount, faceCount, networks } = manifest;
  const counted = (what: string, found: number, stated: number): void => {
    if (found !== stated)
      throw shardDamaged(shard, `it has ${found} ${what}, and its manifest says ${stated}`);
  };
  counted('photos', lines.length, photoCount);
  counted('photos that failed', lines.filter(({ kind }) => kind === 'failed').length, failedCount);
  counted('faces', rowCountOf(lines), faceCount);
  const names = new Set(networks.map(({ name }) => name));
  let nextRow = 0;
  for (const line of lines) {
    if (line.kind === 'failed') continue;
    counted('as the first row of a photo', line.firstRow, nextRow);
    const unknown = line.lacking.find((name) => !names.has(name));
    if (unknown !== undefined)
      throw shardDamaged(shard, `a photo lacks embeddings of ${unknown}, which is not among its networks`);
    nextRow += line.faceCount;
  }
}

function recordOf(
  line: ExtractedLine,
  values: readonly Uint8Array[],
  { networks }: ShardManifest,
): PhotoRecord {
  const { kind, sha256, photo, detection } = line;
  const embeddings = networks.map((network, place) => rowsOf(line, values[place] as Uint8Array, network));
  return { kind, sha256, ...(photo !== undefined && { photo }), detection, embeddings };
}
