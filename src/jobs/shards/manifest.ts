import { z } from 'zod';
import { QuenError } from '../../core/errors.ts';
import { sha256Of } from './sha256.ts';
import type { ShardNetwork, ShardStamp } from './shard.ts';
import { shardDamaged } from './shard-fault.ts';

const FORMAT = 'quen-shard';
const VERSION = 1;

const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256');
const objectSchema = z.strictObject({ object: z.string(), byteCount: count, sha256 });
const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  decides: z.string(),
  photoCount: count,
  failedCount: count,
  faceCount: count,
  photos: objectSchema,
  networks: z.array(
    z.strictObject({ name: z.string(), sha256, dimension: z.int().min(1), embeddings: objectSchema }),
  ),
  /** Of the bytes of this manifest as they would be without this field. */
  sha256,
});
const versionSchema = z.looseObject({ format: z.literal(FORMAT), version: z.int() });

/** One object of a shard as its manifest describes it. */
export type ShardObject = Readonly<z.infer<typeof objectSchema>>;

/** What a shard holds, and how to tell that it is whole. */
export interface ShardManifest {
  readonly decides: string;
  readonly photoCount: number;
  readonly failedCount: number;
  /** Rows of each array of embeddings. */
  readonly faceCount: number;
  readonly photos: ShardObject;
  readonly networks: readonly (ShardNetwork & { readonly embeddings: ShardObject })[];
}

/** A manifest as bytes: readable JSON that ends with its own SHA-256. The same manifest gives the same bytes. */
export async function encodeManifest(manifest: ShardManifest): Promise<Uint8Array> {
  const body = ordered(manifest);
  const seal = await sha256Of(jsonBytes(body));
  return jsonBytes({ ...body, sha256: seal });
}

/**
 * Reads a manifest. One byte that differs from what {@link encodeManifest} wrote is found.
 * @param shard named in messages. Throws `SHARD_DAMAGED`, and `SHARD_VERSION` for that of a newer Quen
 */
export async function decodeManifest(bytes: Uint8Array, shard: string): Promise<ShardManifest> {
  const value = parsedJson(bytes, shard);
  assertVersion(value, shard);
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) throw shardDamaged(shard, 'its manifest cannot be read', parsed.error);
  const { sha256: _seal, format: _format, version: _version, ...manifest } = parsed.data;
  const again = await encodeManifest(manifest);
  if (!isEqual(again, bytes)) throw shardDamaged(shard, 'its manifest does not fit its own SHA-256');
  return manifest;
}

/** How the stamp of a shard differs from another, as a clause; undefined where it is the same. */
export function stampDifference(found: ShardStamp, expected: ShardStamp): string | undefined {
  if (found.decides !== expected.decides)
    return `it was made with other settings or another version (${found.decides}, not ${expected.decides})`;
  const [ours, theirs] = [found, expected].map(({ networks }) => networks.map(networkText).join(', '));
  return ours === theirs ? undefined : `its networks are ${ours || 'none'}, not ${theirs || 'none'}`;
}

/** Every field in its place, whatever the order they were given in. */
function ordered(manifest: ShardManifest): Omit<z.infer<typeof manifestSchema>, 'sha256'> {
  const { decides, photoCount, failedCount, faceCount, photos, networks } = manifest;
  return {
    format: FORMAT,
    version: VERSION,
    decides,
    photoCount,
    failedCount,
    faceCount,
    photos: orderedObject(photos),
    networks: networks.map(({ name, sha256, dimension, embeddings }) => ({
      name,
      sha256,
      dimension,
      embeddings: orderedObject(embeddings),
    })),
  };
}

function orderedObject({ object, byteCount, sha256 }: ShardObject): ShardObject {
  return { object, byteCount, sha256 };
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

function parsedJson(bytes: Uint8Array, shard: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw shardDamaged(shard, 'its manifest is not JSON', cause);
  }
}

function assertVersion(value: unknown, shard: string): void {
  const parsed = versionSchema.safeParse(value);
  if (!parsed.success) throw shardDamaged(shard, 'its manifest is not that of a shard', parsed.error);
  const { version } = parsed.data;
  if (version <= VERSION) return;
  const message = `The shard ${shard} is of format ${version}, made by a newer Quen; this one reads format ${VERSION}. Update Quen.`;
  throw new QuenError('SHARD_VERSION', message);
}

function networkText({ name, sha256, dimension }: ShardNetwork): string {
  return `${name} (${sha256.slice(0, 12)}, ${dimension} values)`;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, place) => byte === b[place]);
}
