import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeFileWhole } from '../files/write-file.ts';

// Layout: u32 little-endian length of the header; the header, UTF-8 JSON; the float32 values of all arrays in the order of
// the header; SHA-256 of the file's key and of all before it. A file under another name than its own fits no longer.
const LENGTH_BYTES = 4;
const DIGEST_BYTES = 32;

/** Arrays by name, in groups by name. */
export type ArrayGroups = Readonly<Record<string, Readonly<Record<string, Float32Array>>>>;

/** What a file of arrays holds. */
export interface ArrayFile {
  /** Any value that JSON can hold. */
  readonly value: unknown;
  readonly groups: ArrayGroups;
}

interface Header {
  readonly value: unknown;
  readonly arrays: readonly { readonly group: string; readonly name: string; readonly length: number }[];
}

/** Writes arrays and a value, whole or not at all. @param key what the file must be read by. Throws `OUTPUT_*`. */
export async function writeArrays(path: string, key: string, { value, groups }: ArrayFile): Promise<void> {
  const entries = Object.entries(groups).flatMap(([group, arrays]) =>
    Object.entries(arrays).map(([name, data]) => ({ group, name, data })),
  );
  const arrays = entries.map(({ group, name, data }) => ({ group, name, length: data.length }));
  const header = Buffer.from(JSON.stringify({ value, arrays } satisfies Header));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(header.length);
  const pieces = [length, header, ...entries.map(({ data }) => bytesOf(data))];
  const hash = createHash('sha256').update(key);
  for (const piece of pieces) hash.update(piece);
  await writeFileWhole(path, [...pieces, hash.digest()]);
}

/** Reads what {@link writeArrays} wrote; undefined where there is no such file, or its bytes or its key are not the same. */
export async function readArrays(path: string, key: string): Promise<ArrayFile | undefined> {
  const file = await readFile(path).catch(() => undefined);
  if (file === undefined || file.length < LENGTH_BYTES + DIGEST_BYTES) return undefined;
  const end = file.length - DIGEST_BYTES;
  const digest = createHash('sha256').update(key).update(file.subarray(0, end)).digest();
  if (!digest.equals(file.subarray(end))) return undefined;
  const headerEnd = LENGTH_BYTES + file.readUInt32LE(0);
  const { value, arrays } = JSON.parse(file.toString('utf8', LENGTH_BYTES, headerEnd)) as Header;
  const groups: Record<string, Record<string, Float32Array>> = {};
  let offset = headerEnd;
  for (const { group, name, length } of arrays) {
    const data = new Float32Array(length);
    file.copy(bytesOf(data), 0, offset, offset + data.byteLength);
    groups[group] = { ...groups[group], [name]: data };
    offset += data.byteLength;
  }
  return { value, groups };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
