import type { ObjectStore } from '../object-store.ts';
import type { PhotoRecord } from '../photo-record.ts';
import { encodeRows, placeRows, rowCountOf } from './embedding-rows.ts';
import { encodeManifest, type ShardObject } from './manifest.ts';
import { manifestName } from './object-names.ts';
import { encodeLines } from './photo-lines.ts';
import { sha256Of } from './sha256.ts';
import type { ShardStamp } from './shard.ts';

/**
 * Closes a shard: puts its objects into the store, and its manifest last, which makes it be there. The same records and stamp give the
 * same bytes, so a repeat is harmless. Other objects bear other names, and the manifest names its own: of two workers at one shard
 * whose processors round differently, one wins whole.
 * @param name of the shard; errors of the store, and `DIMENSION_MISMATCH` for records that do not fit the stamp
 */
export async function sealShard(
  store: ObjectStore,
  name: string,
  records: readonly PhotoRecord[],
  stamp: ShardStamp,
): Promise<void> {
  const lines = placeRows(records, stamp);
  const put = (part: string, ending: string, bytes: Uint8Array): Promise<ShardObject> =>
    putObject({ store, shard: name, part, ending }, bytes);
  const photos = await put('photos', 'jsonl', encodeLines(lines));
  const networks = [];
  for (const [place, network] of stamp.networks.entries()) {
    const { name, sha256, dimension } = network;
    const embeddings = await put(name, 'npy', encodeRows(lines, records, { dimension, place }));
    networks.push({ name, sha256, dimension, embeddings });
  }
  const manifest = await encodeManifest({
    decides: stamp.decides,
    photoCount: records.length,
    failedCount: records.filter(({ kind }) => kind === 'failed').length,
    faceCount: rowCountOf(lines),
    photos,
    networks,
  });
  await store.put(manifestName(name), manifest);
}

interface ObjectPlace {
  readonly store: ObjectStore;
  readonly shard: string;
  readonly part: string;
  readonly ending: string;
}

/** As many digits as nobody meets twice in one shard. */
const HASH_DIGITS = 16;

async function putObject(
  { store, shard, part, ending }: ObjectPlace,
  bytes: Uint8Array,
): Promise<ShardObject> {
  const sha256 = await sha256Of(bytes);
  const object = `${part}-${sha256.slice(0, HASH_DIGITS)}.${ending}`;
  await store.put(`${shard}/${object}`, bytes);
  return { object, byteCount: bytes.length, sha256 };
}
