import { QuenError } from '../../core/errors.ts';

/** One field of a protobuf message. Fixed and length-delimited values are views into the message. */
export type Field =
  | { readonly number: number; readonly wire: 'varint'; readonly value: bigint }
  | { readonly number: number; readonly wire: 'fixed64' | 'bytes' | 'fixed32'; readonly value: Uint8Array };

const WIRE_NAMES = { 0: 'varint', 1: 'fixed64', 2: 'bytes', 5: 'fixed32' } as const;
const WIRE_NUMBERS = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Largest field number protobuf has. */
const LAST_NUMBER = 2 ** 29 - 1;

/**
 * Splits a protobuf message into its fields, unknown ones too. Every length is checked against what is left, so damaged
 * or hostile bytes cost time and memory in proportion to their own number. Throws `NETWORK_UNRUNNABLE`.
 */
export function readFields(message: Uint8Array): Field[] {
  const reader = new Reader(message);
  const fields: Field[] = [];
  while (!reader.isAtEnd) fields.push(reader.field());
  return fields;
}

/** The bytes of a message with these fields in this order. */
export function writeFields(fields: readonly Field[]): Uint8Array {
  const pieces = fields.flatMap((field) => {
    const tag = varintBytes(BigInt(field.number) * 8n + BigInt(WIRE_NUMBERS[field.wire]));
    if (field.wire === 'varint') return [tag, varintBytes(field.value)];
    return field.wire === 'bytes'
      ? [tag, varintBytes(BigInt(field.value.length)), field.value]
      : [tag, field.value];
  });
  const out = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    out.set(piece, offset);
    offset += piece.length;
  }
  return out;
}

/** A length-delimited field: a string, bytes or a message. */
export function bytesField(number: number, value: Uint8Array | string): Field {
  return {
    number,
    wire: 'bytes',
    value: typeof value === 'string' ? new TextEncoder().encode(value) : value,
  };
}

/** An integer field. */
export function varintField(number: number, value: number | bigint): Field {
  return { number, wire: 'varint', value: BigInt(value) };
}

/** A float32 field. */
export function fixed32Field(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return { number, wire: 'fixed32', value: bytes };
}

/** Values of the length-delimited fields of a number, in order. */
export function bytesOf(fields: readonly Field[], number: number): Uint8Array[] {
  return fields.flatMap((field) => (field.number === number && field.wire === 'bytes' ? [field.value] : []));
}

/** Texts of the string fields of a number, in order. */
export function textsOf(fields: readonly Field[], number: number): string[] {
  return bytesOf(fields, number).map((bytes) => new TextDecoder().decode(bytes));
}

/** The integer field of a number, signed, or undefined. */
export function integerOf(fields: readonly Field[], number: number): number | undefined {
  const found = fields.find((field) => field.number === number && field.wire === 'varint');
  return found?.wire === 'varint' ? Number(BigInt.asIntN(64, found.value)) : undefined;
}

class Reader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  field(): Field {
    const tag = this.#varint();
    const number = Number(tag >> 3n);
    const wire = WIRE_NAMES[Number(tag & 7n) as keyof typeof WIRE_NAMES];
    if (wire === undefined || number === 0 || number > LAST_NUMBER)
      throw damaged(`a field of unknown kind at byte ${this.#offset}`);
    if (wire === 'varint') return { number, wire, value: this.#varint() };
    const length = wire === 'bytes' ? Number(this.#varint()) : wire === 'fixed64' ? 8 : 4;
    return { number, wire, value: this.#take(length) };
  }

  #take(length: number): Uint8Array {
    const end = this.#offset + length;
    if (end > this.#bytes.length) throw damaged(`a length that points past the end at byte ${this.#offset}`);
    const value = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return value;
  }

  #varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#offset];
      if (byte === undefined) throw damaged('an integer cut short');
      this.#offset += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw damaged(`an integer of more than ten bytes at byte ${this.#offset}`);
  }
}

function varintBytes(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

function damaged(what: string): QuenError {
  return new QuenError(
    'NETWORK_UNRUNNABLE',
    `The network's file is damaged or no ONNX file: it holds ${what}.`,
  );
}
