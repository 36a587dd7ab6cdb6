import type { ByteReader } from '../byte-reader.ts';

/** What a pickle can hold: lists and tuples are arrays, dictionaries are maps, everything else is made by the host. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | PickleDict
  | HostObject;

/** A dictionary of a pickle. */
export type PickleDict = Map<PickleValue, PickleValue>;

/** Something that the host made; the pickle only passes it on. */
export interface HostObject {
  readonly kind: string;
}

/** Decides what a pickle may name and call. Each method throws where it refuses. */
export interface PickleHost {
  /** The object a pickle names by a Python module and a name within. */
  resolve(module: string, name: string): HostObject;
  /** The object a pickle names by a persistent id. */
  persistent(id: PickleValue): HostObject;
  /** What a call of the object gives. @param argument mostly a tuple */
  call(callable: PickleValue, argument: PickleValue): PickleValue;
  /** Sets the state of an object, in place. */
  build(target: PickleValue, state: PickleValue): void;
}

const STOP = 0x2e;
const LONGEST_NAME = 256;

/**
 * Reads one pickle of protocols 2 to 4 and leaves the reader behind it. Nothing is run: of Python's opcodes only those
 * that plain data needs are known, and what is named or called is up to the host. Each opcode does work in proportion to
 * its own bytes or to values pushed before, so that time and memory follow the file's size. Throws `NETWORK_FILE_INVALID`.
 */
export function readPickle(reader: ByteReader, host: PickleHost): PickleValue {
  const machine = new PickleMachine(reader, host);
  for (;;) {
    const opcode = reader.uint8();
    if (opcode === STOP) return machine.pop();
    const operation = OPERATIONS.get(opcode);
    if (operation === undefined)
      throw reader.fault(`its pickle has the opcode 0x${opcode.toString(16)}, which weights do not need`);
    operation(machine);
  }
}

type Operation = (machine: PickleMachine) => void;

class PickleMachine {
  readonly reader: ByteReader;
  readonly host: PickleHost;
  readonly #stack: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(reader: ByteReader, host: PickleHost) {
    this.reader = reader;
    this.host = host;
  }

  get memoCount(): number {
    return this.#memo.size;
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    const value = this.top();
    this.#stack.length -= 1;
    return value;
  }

  top(): PickleValue {
    const floor = this.#marks.at(-1) ?? 0;
    const value = this.#stack.length > floor ? this.#stack.at(-1) : undefined;
    if (value === undefined) throw this.reader.fault('its pickle takes a value that is not there');
    return value;
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  popToMark(): PickleValue[] {
    const start = this.#marks.pop();
    if (start === undefined) throw this.reader.fault('its pickle takes a mark that is not there');
    return this.#stack.splice(start);
  }

  remember(index: number): void {
    this.#memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.reader.fault(`its pickle recalls ${index}, which it never kept`);
    this.push(value);
  }

  list(): PickleValue[] {
    const target = this.top();
    if (!Array.isArray(target)) throw this.reader.fault('its pickle appends to what is no list');
    return target;
  }

  setItems(items: readonly PickleValue[]): void {
    const target = this.top();
    if (!(target instanceof Map) || items.length % 2 !== 0)
      throw this.reader.fault('its pickle sets items of what is no dictionary');
    for (let i = 0; i < items.length; i += 2)
      target.set(items[i] as PickleValue, items[i + 1] as PickleValue);
  }

  line(): string {
    let text = '';
    for (let code = this.reader.uint8(); code !== 0x0a; code = this.reader.uint8()) {
      if (text.length === LONGEST_NAME) throw this.reader.fault('its pickle has an endless name');
      text += String.fromCharCode(code);
    }
    return text;
  }
}

const pushText = (machine: PickleMachine, length: number): void => machine.push(machine.reader.text(length));
const pushBytes = (machine: PickleMachine, length: number): void =>
  machine.push(machine.reader.bytes(length));
const pushTuple = (machine: PickleMachine, length: number): void =>
  machine.push(Array.from({ length }, () => machine.pop()).reverse());

/** By the codes of Python's pickletools. */
const OPERATIONS: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  // PROTO and FRAME say nothing that has to be known.
  [0x80, (machine) => void machine.reader.uint8()],
  [0x95, (machine) => void machine.reader.size64()],
  [0x28, (machine) => machine.mark()],
  [0x30, (machine) => void machine.pop()],
  [0x31, (machine) => void machine.popToMark()],
  [0x32, (machine) => machine.push(machine.top())],
  // NONE, NEWTRUE, NEWFALSE, BININT, BININT1, BININT2, LONG1, BINFLOAT
  [0x4e, (machine) => machine.push(null)],
  [0x88, (machine) => machine.push(true)],
  [0x89, (machine) => machine.push(false)],
  [0x4a, (machine) => machine.push(machine.reader.int32())],
  [0x4b, (machine) => machine.push(machine.reader.uint8())],
  [0x4d, (machine) => machine.push(machine.reader.uint16())],
  [0x8a, (machine) => machine.push(wholeNumber(machine.reader.bytes(machine.reader.uint8())))],
  [0x47, (machine) => machine.push(bigEndianFloat(machine.reader.bytes(8)))],
  // BINUNICODE, SHORT_BINUNICODE, BINUNICODE8, BINSTRING, SHORT_BINSTRING, BINBYTES, SHORT_BINBYTES
  [0x58, (machine) => pushText(machine, machine.reader.uint32())],
  [0x8c, (machine) => pushText(machine, machine.reader.uint8())],
  [0x8d, (machine) => pushText(machine, machine.reader.size64())],
  [0x54, (machine) => pushText(machine, machine.reader.uint32())],
  [0x55, (machine) => pushText(machine, machine.reader.uint8())],
  [0x42, (machine) => pushBytes(machine, machine.reader.uint32())],
  [0x43, (machine) => pushBytes(machine, machine.reader.uint8())],
  // EMPTY_TUPLE, TUPLE1 to TUPLE3, TUPLE
  [0x29, (machine) => machine.push([])],
  [0x85, (machine) => pushTuple(machine, 1)],
  [0x86, (machine) => pushTuple(machine, 2)],
  [0x87, (machine) => pushTuple(machine, 3)],
  [0x74, (machine) => machine.push(machine.popToMark())],
  // EMPTY_LIST, APPEND, APPENDS, EMPTY_DICT, SETITEM, SETITEMS
  [0x5d, (machine) => machine.push([])],
  [0x61, append],
  [0x65, appendAll],
  [0x7d, (machine) => machine.push(new Map())],
  [0x73, setItem],
  [0x75, (machine) => machine.setItems(machine.popToMark())],
  // BINPUT, LONG_BINPUT, MEMOIZE, BINGET, LONG_BINGET
  [0x71, (machine) => machine.remember(machine.reader.uint8())],
  [0x72, (machine) => machine.remember(machine.reader.uint32())],
  [0x94, (machine) => machine.remember(machine.memoCount)],
  [0x68, (machine) => machine.recall(machine.reader.uint8())],
  [0x6a, (machine) => machine.recall(machine.reader.uint32())],
  // GLOBAL, STACK_GLOBAL, BINPERSID, REDUCE, BUILD
  [0x63, (machine) => machine.push(machine.host.resolve(machine.line(), machine.line()))],
  [0x93, stackGlobal],
  [0x51, (machine) => machine.push(machine.host.persistent(machine.pop()))],
  [0x52, reduce],
  [0x62, build],
]);

function append(machine: PickleMachine): void {
  const value = machine.pop();
  machine.list().push(value);
}

function appendAll(machine: PickleMachine): void {
  const values = machine.popToMark();
  const list = machine.list();
  for (const value of values) list.push(value);
}

function setItem(machine: PickleMachine): void {
  const value = machine.pop();
  const key = machine.pop();
  machine.setItems([key, value]);
}

function stackGlobal(machine: PickleMachine): void {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof module !== 'string' || typeof name !== 'string')
    throw machine.reader.fault('its pickle names an object by what is no text');
  machine.push(machine.host.resolve(module.slice(0, LONGEST_NAME), name.slice(0, LONGEST_NAME)));
}

function reduce(machine: PickleMachine): void {
  const argument = machine.pop();
  const callable = machine.pop();
  machine.push(machine.host.call(callable, argument));
}

function build(machine: PickleMachine): void {
  const state = machine.pop();
  machine.host.build(machine.top(), state);
}

/** Little-endian two's complement; a bigint where a number cannot hold it. */
function wholeNumber(bytes: Uint8Array): number | bigint {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).reverse();
  const value = hex.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex.join('')}`));
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

function bigEndianFloat(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0);
}
