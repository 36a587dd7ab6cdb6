import { ByteReader } from '../byte-reader.ts';

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const DIRECTORY_END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const LOCAL_HEADER_BYTES = 30;
const IS_ENCRYPTED = 1;

/** Whether bytes begin as a zip archive with entries does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes.length > 3 && new ByteReader(bytes, 'a zip').uint32() === LOCAL_HEADER;
}

/**
 * Entries of a zip archive by name, as views of its bytes. Only entries that are stored as they are, as `torch.save`
 * writes them; compressed ones could grow without bound. Throws `NETWORK_FILE_INVALID`.
 * @param origin the file, for messages
 */
export function readStoredZip(bytes: Uint8Array, origin: string): Map<string, Uint8Array> {
  const reader = new ByteReader(bytes, origin);
  reader.seek(directoryEnd(reader, bytes) + 10);
  const entryCount = reader.uint16();
  reader.uint32();
  reader.seek(reader.uint32());
  const entries = new Map<string, Uint8Array>();
  for (let i = 0; i < entryCount; i++) {
    const entry = directoryEntry(reader);
    if (entries.has(entry.name)) throw reader.fault(`its archive has ${entry.name} twice`);
    const next = reader.offset;
    entries.set(entry.name, contentsOf(reader, entry));
    reader.seek(next);
  }
  return entries;
}

interface DirectoryEntry {
  readonly name: string;
  readonly byteCount: number;
  readonly headerOffset: number;
}

function directoryEnd(reader: ByteReader, bytes: Uint8Array): number {
  const last = bytes.length - DIRECTORY_END_BYTES;
  for (let start = last; start >= Math.max(0, last - LONGEST_COMMENT); start--) {
    reader.seek(start);
    if (reader.uint32() === DIRECTORY_END) return start;
  }
  throw reader.fault('its archive is cut short, the directory at the end is missing');
}

/** Layout of the zip application note, 4.3.12. */
function directoryEntry(reader: ByteReader): DirectoryEntry {
  if (reader.uint32() !== DIRECTORY_ENTRY) throw reader.fault('the directory of its archive is damaged');
  reader.bytes(4);
  const flags = reader.uint16();
  const method = reader.uint16();
  reader.bytes(8);
  const packedBytes = reader.uint32();
  const byteCount = reader.uint32();
  const [nameBytes, extraBytes, commentBytes] = [reader.uint16(), reader.uint16(), reader.uint16()];
  reader.bytes(8);
  const headerOffset = reader.uint32();
  const name = reader.text(nameBytes);
  reader.bytes(extraBytes + commentBytes);
  if (method !== 0 || packedBytes !== byteCount || (flags & IS_ENCRYPTED) !== 0)
    throw reader.fault(`its archive has ${name} compressed or encrypted, which torch.save does not do`);
  return { name, byteCount, headerOffset };
}

function contentsOf(reader: ByteReader, { name, byteCount, headerOffset }: DirectoryEntry): Uint8Array {
  reader.seek(headerOffset);
  if (reader.uint32() !== LOCAL_HEADER) throw reader.fault(`its archive has no ${name} where it should`);
  reader.seek(headerOffset + LOCAL_HEADER_BYTES - 4);
  const skipped = reader.uint16() + reader.uint16();
  reader.bytes(skipped);
  return reader.bytes(byteCount);
}
