import { QuenError } from '../../core/errors.ts';

/**
 * Reads a file front to back, little-endian. Whatever is read is checked against what is left first, so that damaged or
 * hostile bytes cost time and memory in proportion to their own number. All faults are `NETWORK_FILE_INVALID`.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #origin: string;
  #offset = 0;

  /** @param origin the file, for messages */
  constructor(bytes: Uint8Array, origin: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#origin = origin;
  }

  /** Bytes from the start to where reading goes on. */
  get offset(): number {
    return this.#offset;
  }

  /** Bytes left. */
  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  /** Goes on elsewhere in the file. */
  seek(offset: number): void {
    if (!Number.isInteger(offset) || offset < 0 || offset > this.#bytes.length)
      throw this.fault(`it points to byte ${offset}, outside the file`);
    this.#offset = offset;
  }

  /** A view of the next bytes. */
  bytes(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  /** A 64-bit count or size, which must be a whole number that JavaScript can hold. */
  size64(): number {
    const value = this.#view.getBigUint64(this.#advance(8), true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.fault(`it states a size of ${value}`);
    return Number(value);
  }

  /** Float32 values, copied. */
  floats(count: number): Float32Array {
    const start = this.#advance(count * 4);
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = this.#view.getFloat32(start + i * 4, true);
    return values;
  }

  /** Text of a length in bytes. */
  text(length: number): string {
    return new TextDecoder().decode(this.bytes(length));
  }

  /** The fault to throw for this file. @param why follows "is damaged or of another format: " */
  fault(why: string): QuenError {
    return fileInvalid(this.#origin, `${why} (near byte ${this.#offset})`);
  }

  #advance(length: number): number {
    if (!(length >= 0 && length <= this.remaining))
      throw this.fault(`it is cut short, ${length} bytes are due where ${this.remaining} are left`);
    const start = this.#offset;
    this.#offset += length;
    return start;
  }
}

/** The fault of a file that no importer can take. @param why follows "is damaged or of another format: " */
export function fileInvalid(origin: string, why: string, cause?: unknown): QuenError {
  const message = `${origin} is damaged or of another format: ${why}.`;
  return new QuenError('NETWORK_FILE_INVALID', message, { cause });
}
