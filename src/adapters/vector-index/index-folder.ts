import { createHash, randomBytes } from 'node:crypto';
import { chmod, type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { QuenError } from '../../core/errors.ts';
import { INDEX_KINDS, type IndexStamp } from '../../core/index-stamp.ts';
import { BLOCK_ROWS, KeptVectors } from '../../vector-index/kept-vectors.ts';
import { faultReason } from '../files/fault-reason.ts';
import { readSealed, writeSealed } from '../files/sealed-file.ts';
import { writeFault, writeFileWhole } from '../files/write-file.ts';

// A folder holds a manifest and the files that it names, each with its SHA-256. The files get new names with every save and the
// manifest is renamed into its place last, so that whatever ends a save in the middle, the folder opens as it was before.
const MANIFEST = 'manifest.json';
const VERSION = 1;
const READ_BYTES = 1 << 22;

const file = z.strictObject({ name: z.string().regex(/^[a-z]+-[0-9a-f]{16}$/), sha256: z.string() });
const manifest = z.strictObject({
  format: z.literal('quen-vector-index'),
  version: z.literal(VERSION),
  stamp: z.strictObject({
    kind: z.enum(INDEX_KINDS),
    settings: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  dimension: z.int().positive(),
  count: z.int().nonnegative(),
  source: z.string(),
  vectors: file,
  graph: file.optional(),
});

/** What a kept index is of. */
export interface IndexContent {
  readonly stamp: IndexStamp;
  readonly dimension: number;
  /** See `VectorIndex.save`. */
  readonly source: string;
  readonly vectors: KeptVectors;
}

/** Keeps an index in a folder. @param writeGraph writes what it has beside its vectors to a path. Throws `OUTPUT_*` */
export async function writeIndexFolder(
  folder: string,
  { stamp, dimension, source, vectors }: IndexContent,
  writeGraph?: (path: string) => void,
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw writeFault(folder, cause);
  }
  const kept = await writeVectors(folder, vectors);
  const graph = writeGraph && (await keepGraph(folder, writeGraph));
  const header: z.infer<typeof manifest> = {
    ...{ format: 'quen-vector-index', version: VERSION, dimension, count: vectors.count, source },
    stamp: { kind: stamp.kind, settings: { ...stamp.settings } },
    vectors: kept,
    ...(graph && { graph }),
  };
  await writeSealed(join(folder, MANIFEST), new TextEncoder().encode(JSON.stringify(header)));
  const wanted = new Set([MANIFEST, kept.name, graph?.name]);
  for (const name of await readdir(folder))
    if (!wanted.has(name)) await rm(join(folder, name), { force: true });
}

/** What {@link readIndexFolder} reads. */
export interface ReadIndex extends IndexContent {
  /** Where the file is that `writeGraph` wrote, its bytes checked. */
  readonly graphPath?: string;
}

/** Reads what {@link writeIndexFolder} kept, checking every byte. Throws `INDEX_FORMAT`. */
export async function readIndexFolder(folder: string): Promise<ReadIndex> {
  const bytes = await readSealed(join(folder, MANIFEST), (reason, cause) =>
    indexFault(folder, reason ?? 'its manifest is cut short or was changed', cause),
  );
  const parsed = manifest.safeParse(jsonOf(bytes, folder));
  if (!parsed.success) throw indexFault(folder, z.prettifyError(parsed.error));
  const { stamp, dimension, count, source, vectors, graph } = parsed.data;
  const kept = await readVectors(join(folder, vectors.name), { dimension, count, sha256: vectors.sha256 });
  const graphPath = graph && join(folder, graph.name);
  if (graph && graphPath !== undefined && (await digestOf(graphPath)) !== graph.sha256)
    throw indexFault(graphPath, 'it was changed');
  return { stamp, dimension, source, vectors: kept, ...(graphPath && { graphPath }) };
}

function jsonOf(bytes: Uint8Array, folder: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw indexFault(folder, 'its manifest is not readable', cause);
  }
}

interface KeptFile {
  readonly name: string;
  readonly sha256: string;
}

/** Ids as float64, then the vectors as float32, little-endian. */
async function writeVectors(folder: string, vectors: KeptVectors): Promise<KeptFile> {
  const name = freshName('vectors');
  const hash = createHash('sha256');
  const pieces = function* (): Generator<Uint8Array> {
    const ids = Float64Array.from(vectors.ids);
    for (const { buffer, byteOffset, byteLength } of [ids, ...vectors.blocks().map(({ data }) => data)]) {
      const piece = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
      hash.update(piece);
      yield piece;
    }
  };
  await writeFileWhole(join(folder, name), pieces());
  return { name, sha256: hash.digest('hex') };
}

async function keepGraph(folder: string, writeGraph: (path: string) => void): Promise<KeptFile> {
  const name = freshName('graph');
  const path = join(folder, name);
  try {
    writeGraph(path);
    await chmod(path, 0o600);
    const written = await open(path, 'r+');
    try {
      await written.sync();
    } finally {
      await written.close();
    }
  } catch (cause) {
    await rm(path, { force: true });
    throw writeFault(path, cause);
  }
  return { name, sha256: await digestOf(path) };
}

async function readVectors(
  path: string,
  expected: { readonly dimension: number; readonly count: number; readonly sha256: string },
): Promise<KeptVectors> {
  const { dimension, count } = expected;
  const handle = await open(path).catch((cause: unknown) => {
    throw indexFault(path, faultReason(cause), cause);
  });
  try {
    const { size } = await handle.stat();
    if (size !== count * (8 + 4 * dimension)) throw indexFault(path, 'it is not as long as it should be');
    const hash = createHash('sha256');
    const ids = new Float64Array(count);
    await readInto(handle, ids, hash);
    const vectors = new KeptVectors(dimension);
    for (let first = 0; first < count; first += BLOCK_ROWS) {
      const rows = Math.min(BLOCK_ROWS, count - first);
      const data = new Float32Array(rows * dimension);
      await readInto(handle, data, hash);
      vectors.add([...ids.subarray(first, first + rows)], { data, rows, cols: dimension });
    }
    if (hash.digest('hex') !== expected.sha256) throw indexFault(path, 'it was changed');
    return vectors;
  } finally {
    await handle.close();
  }
}

async function readInto(
  handle: FileHandle,
  target: Float32Array | Float64Array,
  hash: ReturnType<typeof createHash>,
): Promise<void> {
  const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await handle.read(bytes, at, Math.min(READ_BYTES, bytes.length - at));
    if (bytesRead === 0) throw indexFault('The file of vectors', 'it is cut short');
    at += bytesRead;
  }
  hash.update(bytes);
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(path).catch((cause: unknown) => {
    throw indexFault(path, faultReason(cause), cause);
  });
  try {
    const bytes = new Uint8Array(READ_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(bytes, 0, READ_BYTES);
      if (bytesRead === 0) return hash.digest('hex');
      hash.update(bytes.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

function freshName(what: string): string {
  return `${what}-${randomBytes(8).toString('hex')}`;
}

/** The fault of an index that cannot be trusted. */
export function indexFault(where: string, why: string, cause?: unknown): QuenError {
  const message = `${basename(where)} is not a usable vector index: ${why}. Delete it: it is made again from the gallery.`;
  return new QuenError('INDEX_FORMAT', message, { cause });
}
