/** A value of a kernel, four floats at a time; the number of the local variable that holds it. */
export type KernelValue = number;

/** What a kernel works on, by names that its writer makes up. */
export interface KernelInputs {
  /** Arrays of float32 of one length. */
  readonly arrays: readonly string[];
  /** Numbers that are the same for all elements of a run. */
  readonly scalars: readonly string[];
}

// Codes of the WebAssembly core specification, version 2, chapter 5.
const TYPE = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
const OP = { loop: 0x03, end: 0x0b, branchIf: 0x0d, get: 0x20, set: 0x21, tee: 0x22, i32: 0x41 } as const;
const I32_ADD = 0x6a;
const VECTOR = {
  load: 0,
  store: 11,
  constant: 12,
  splat: 19,
  sqrt: 227,
  add: 228,
  sub: 229,
  mul: 230,
  div: 231,
} as const;
const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const NO_RESULT = 0x40;
const ALIGNED_16 = 4;
const VECTOR_BYTES = 16;
/** Local 0 counts the bytes that are left; array addresses and scalars follow. */
const BYTES_LEFT = 0;

/**
 * Builds a WebAssembly module that does the same arithmetic to every element of some arrays, four at a time, in one
 * pass over memory. Arithmetic is float32, rounded after each operation as IEEE 754 says, so that results are the same
 * on every machine. The module imports `kernel.memory` and exports `run(byteCount, ...addresses, ...scalars)`, where
 * `byteCount` is a multiple of 16 above 0.
 */
export class KernelWriter {
  readonly #inputs: KernelInputs;
  readonly #before: number[] = [];
  readonly #body: number[] = [];
  #localCount: number;
  readonly #parameterCount: number;

  constructor(inputs: KernelInputs) {
    this.#inputs = inputs;
    this.#parameterCount = 1 + inputs.arrays.length + inputs.scalars.length;
    this.#localCount = this.#parameterCount;
  }

  /** The elements of an array. */
  load(array: string): KernelValue {
    return this.#define(this.#body, [...this.#address(array), ...vector(VECTOR.load), ALIGNED_16, 0]);
  }

  /** Overwrites the elements of an array. */
  store(array: string, value: KernelValue): void {
    this.#body.push(...this.#address(array), ...get(value), ...vector(VECTOR.store), ALIGNED_16, 0);
  }

  /** A scalar of the run. */
  scalar(name: string): KernelValue {
    const local = 1 + this.#inputs.arrays.length + placeOf(this.#inputs.scalars, name);
    return this.#define(this.#before, [...get(local), ...vector(VECTOR.splat)]);
  }

  /** A number that is fixed when the kernel is written. */
  constant(value: number): KernelValue {
    const bytes = new Uint8Array(Float32Array.of(value, value, value, value).buffer);
    return this.#define(this.#before, [...vector(VECTOR.constant), ...bytes]);
  }

  add(a: KernelValue, b: KernelValue): KernelValue {
    return this.#define(this.#body, [...get(a), ...get(b), ...vector(VECTOR.add)]);
  }

  subtract(a: KernelValue, b: KernelValue): KernelValue {
    return this.#define(this.#body, [...get(a), ...get(b), ...vector(VECTOR.sub)]);
  }

  multiply(a: KernelValue, b: KernelValue): KernelValue {
    return this.#define(this.#body, [...get(a), ...get(b), ...vector(VECTOR.mul)]);
  }

  divide(a: KernelValue, b: KernelValue): KernelValue {
    return this.#define(this.#body, [...get(a), ...get(b), ...vector(VECTOR.div)]);
  }

  squareRoot(a: KernelValue): KernelValue {
    return this.#define(this.#body, [...get(a), ...vector(VECTOR.sqrt)]);
  }

  /** The finished module. */
  module(): Uint8Array<ArrayBuffer> {
    const { arrays, scalars } = this.#inputs;
    const parameters = [...[BYTES_LEFT, ...arrays].map(() => TYPE.i32), ...scalars.map(() => TYPE.f32)];
    const locals = [1, ...unsigned(this.#localCount - this.#parameterCount), TYPE.v128];
    const code = [...locals, ...this.#before, ...this.#loop(), OP.end];
    return Uint8Array.from([
      ...[0, ...text('asm').slice(1), 1, 0, 0, 0],
      ...section(SECTION.type, [1, 0x60, ...sized(parameters), 0]),
      ...section(SECTION.import, [1, ...text('kernel'), ...text('memory'), 2, 0, 1]),
      ...section(SECTION.function, [1, 0]),
      ...section(SECTION.export, [1, ...text('run'), 0, 0]),
      ...section(SECTION.code, [1, ...sized(code)]),
    ]);
  }

  #loop(): number[] {
    const onward = this.#inputs.arrays.flatMap((_, place) => [
      ...moved(1 + place, VECTOR_BYTES),
      OP.set,
      ...unsigned(1 + place),
    ]);
    const again = [...moved(BYTES_LEFT, -VECTOR_BYTES), OP.tee, BYTES_LEFT, OP.branchIf, 0];
    return [OP.loop, NO_RESULT, ...this.#body, ...onward, ...again, OP.end];
  }

  #address(array: string): number[] {
    return get(1 + placeOf(this.#inputs.arrays, array));
  }

  #define(where: number[], code: readonly number[]): KernelValue {
    const local = this.#localCount;
    this.#localCount += 1;
    where.push(...code, OP.set, ...unsigned(local));
    return local;
  }
}

function placeOf(names: readonly string[], name: string): number {
  const place = names.indexOf(name);
  if (place < 0) throw new RangeError(`The kernel has no '${name}', only ${names.join(', ')}.`);
  return place;
}

function get(local: number): number[] {
  return [OP.get, ...unsigned(local)];
}

/** An address some bytes on. @param bytes in [-64, 63], which fits one signed byte of LEB128 */
function moved(local: number, bytes: number): number[] {
  return [...get(local), OP.i32, bytes & 0x7f, I32_ADD];
}

function vector(operation: number): number[] {
  return [0xfd, ...unsigned(operation)];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}

function text(ascii: string): number[] {
  return sized(Array.from(ascii, (letter) => letter.charCodeAt(0)));
}

function sized(content: readonly number[]): number[] {
  return [...unsigned(content.length), ...content];
}

/** LEB128: seven bits a byte, the lowest first. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}
