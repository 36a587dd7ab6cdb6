import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeFault } from '../files/write-file.ts';
import { type RecordPlace, readRecord, SegmentWriter, scanSegment } from './segment.ts';

/**
 * Results kept on disk by the hash of the photo they came from, one folder for each way of computing them.
 * Several processes may use one folder at once: each appends to a segment of its own.
 */
export class FaceCache {
  readonly #folder: string;
  readonly #places = new Map<string, RecordPlace>();
  readonly #writer: SegmentWriter;

  /** Opens the folder, making it if need be. Throws `OUTPUT_UNWRITABLE` or `OUTPUT_FULL`. */
  constructor(folder: string) {
    this.#folder = folder;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      this.#readSegments();
    } catch (cause) {
      throw writeFault(folder, cause);
    }
    const name = `${process.pid}-${randomBytes(6).toString('hex')}.segment`;
    this.#writer = new SegmentWriter(join(folder, name));
  }

  /** The result kept for a photo, or undefined. @param photoSha256 hexadecimal */
  get(photoSha256: string): Uint8Array | undefined {
    const place = this.#places.get(photoSha256);
    return place === undefined ? undefined : readRecord(photoSha256, place);
  }

  /** Keeps a result. It is safe from the death of this process once the call returns. */
  set(photoSha256: string, payload: Uint8Array): void {
    try {
      this.#places.set(photoSha256, this.#writer.append(photoSha256, payload));
    } catch (cause) {
      throw writeFault(this.#folder, cause);
    }
  }

  /** Flushes what was kept to the disk. */
  close(): void {
    this.#writer.close();
  }

  /** Of several records of a photo the one of the segment that was last written to counts. */
  #readSegments(): void {
    const segments = readdirSync(this.#folder)
      .filter((name) => name.endsWith('.segment'))
      .sort()
      .map((name) => join(this.#folder, name))
      .map((path) => ({ path, writtenMs: statSync(path).mtimeMs }));
    for (const { path } of segments.sort((a, b) => a.writtenMs - b.writtenMs)) {
      scanSegment(path, (key, place) => this.#places.set(key, place));
    }
  }
}
