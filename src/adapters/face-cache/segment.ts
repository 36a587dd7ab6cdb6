import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

// A segment is a run of records: magic, payload length, key, CRC-32 of key and payload, payload. Numbers are
// little-endian 32-bit. A process writes only segments of its own, so a cut-off record can only be the last.
const MAGIC = 0x51524543;
const KEY_BYTES = 32;
const HEADER_BYTES = 4 + 4 + KEY_BYTES + 4;

/** Where one record's payload lies. */
export interface RecordPlace {
  readonly segmentPath: string;
  readonly offset: number;
  readonly length: number;
  readonly checksum: number;
}

/** Lists the complete records of a segment by key (hexadecimal); a cut-off tail is left out. */
export function scanSegment(segmentPath: string, onRecord: (key: string, place: RecordPlace) => void): void {
  const file = openSync(segmentPath, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const lastByte = Buffer.alloc(1);
    let offset = 0;
    while (readSync(file, header, 0, HEADER_BYTES, offset) === HEADER_BYTES) {
      if (header.readUInt32LE(0) !== MAGIC) return;
      const length = header.readUInt32LE(4);
      const start = offset + HEADER_BYTES;
      if (length > 0 && readSync(file, lastByte, 0, 1, start + length - 1) !== 1) return;
      const key = header.toString('hex', 8, 8 + KEY_BYTES);
      onRecord(key, { segmentPath, offset: start, length, checksum: header.readUInt32LE(8 + KEY_BYTES) });
      offset = start + length;
    }
  } finally {
    closeSync(file);
  }
}

/** Reads a record's payload; undefined when its checksum does not hold. */
export function readRecord(key: string, place: RecordPlace): Uint8Array | undefined {
  const file = openSync(place.segmentPath, 'r');
  try {
    const payload = Buffer.alloc(place.length);
    const readBytes = readSync(file, payload, 0, place.length, place.offset);
    if (readBytes !== place.length || checksum(key, payload) !== place.checksum) return undefined;
    return payload;
  } finally {
    closeSync(file);
  }
}

/** Appends records to a new segment file, which is made on the first append. */
export class SegmentWriter {
  readonly #path: string;
  #file: number | undefined;
  #offset = 0;

  /** @param path a file that does not exist yet */
  constructor(path: string) {
    this.#path = path;
  }

  /** Appends one record and says where it lies. The record survives the process; `close` makes it survive the machine. */
  append(key: string, payload: Uint8Array): RecordPlace {
    this.#file ??= openSync(this.#path, 'wx', 0o600);
    const sum = checksum(key, payload);
    const record = Buffer.alloc(HEADER_BYTES + payload.length);
    record.writeUInt32LE(MAGIC, 0);
    record.writeUInt32LE(payload.length, 4);
    record.write(key, 8, 'hex');
    record.writeUInt32LE(sum, 8 + KEY_BYTES);
    record.set(payload, HEADER_BYTES);
    writeWhole(this.#file, record);
    const offset = this.#offset + HEADER_BYTES;
    this.#offset += record.length;
    return { segmentPath: this.#path, offset, length: payload.length, checksum: sum };
  }

  /** Flushes to the disk and closes. */
  close(): void {
    if (this.#file === undefined) return;
    fsyncSync(this.#file);
    closeSync(this.#file);
    this.#file = undefined;
  }
}

function checksum(key: string, payload: Uint8Array): number {
  return crc32(payload, crc32(Buffer.from(key, 'hex')));
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
