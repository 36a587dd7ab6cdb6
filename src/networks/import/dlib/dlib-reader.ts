import type { QuenError } from '../../../core/errors.ts';
import { ByteReader } from '../byte-reader.ts';
import type { ImportFile } from '../import-file.ts';

const SIZE_BITS = 0x0f;
const SIGN_BIT = 0x80;
const TENSOR_VERSION = 2;
const ALIAS_VERSION = 1;
/** From here on dlib's exponents stand for infinities and NaN. */
const FIRST_SPECIAL_EXPONENT = 32000;

/** Sizes of a tensor: images, channels, rows, columns. */
export type DlibDims = readonly [number, number, number, number];

/**
 * Reads what dlib's `serialize` writes: whole numbers of as many bytes as they need, floating point numbers as mantissa and
 * exponent, tensors as float32. All faults are `NETWORK_FILE_INVALID`.
 */
export class DlibReader {
  readonly #reader: ByteReader;

  /** @param file read from its start */
  constructor({ name, bytes }: ImportFile) {
    this.#reader = new ByteReader(bytes, name);
  }

  /** Bytes left. */
  get remaining(): number {
    return this.#reader.remaining;
  }

  /** The fault to throw for this file. @param why follows "is damaged or of another format: " */
  fault(why: string): QuenError {
    return this.#reader.fault(why);
  }

  /** A whole number: a byte for sign and length, then that many bytes, the least significant first. */
  integer(): number {
    const control = this.#reader.uint8();
    const length = control & SIZE_BITS;
    if (length < 1 || length > 8 || (control & ~(SIZE_BITS | SIGN_BIT)) !== 0)
      throw this.fault(`no whole number begins with ${control}`);
    const value = this.#reader.bytes(length).reduceRight((total, byte) => total * 256 + byte, 0);
    if (!Number.isSafeInteger(value)) throw this.fault(`it has the number ${value}`);
    return control & SIGN_BIT ? -value : value;
  }

  /** A whole number that counts something. */
  count(): number {
    const value = this.integer();
    if (value < 0) throw this.fault(`it has the size ${value}`);
    return value;
  }

  /** Throws where a part of the file is not of the version that is read here. */
  version(known: number, part: string): void {
    const version = this.integer();
    if (version !== known) throw this.fault(`it has version ${version} of ${part}, not ${known}`);
  }

  /** A floating point number: mantissa x 2^exponent. */
  float(): number {
    const mantissa = this.integer();
    const exponent = this.integer();
    if (Math.abs(exponent) >= FIRST_SPECIAL_EXPONENT) throw this.fault('it has a number that is not finite');
    return mantissa * 2 ** exponent;
  }

  /** A text by its length in bytes. */
  text(): string {
    return this.#reader.text(this.count());
  }

  /** A yes or no, as the digit 1 or 0. */
  flag(): boolean {
    const digit = String.fromCharCode(this.#reader.uint8());
    if (digit !== '0' && digit !== '1') throw this.fault('it has a flag that is neither 0 nor 1');
    return digit === '1';
  }

  /** A tensor, row-major. */
  tensor(): { readonly dims: DlibDims; readonly data: Float32Array } {
    this.version(TENSOR_VERSION, 'tensors');
    const dims = this.#dims();
    return { dims, data: this.#reader.floats(dims.reduce((product, dim) => product * dim, 1)) };
  }

  /** Sizes of a part of a tensor that stands elsewhere. */
  alias(): DlibDims {
    this.version(ALIAS_VERSION, 'parts of tensors');
    return this.#dims();
  }

  #dims(): DlibDims {
    return [this.count(), this.count(), this.count(), this.count()];
  }
}
