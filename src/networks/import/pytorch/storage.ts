import { halfFloat } from '../half-floats.ts';

type ReadElement = (view: DataView, byteOffset: number) => number;

/** How the numbers of a storage lie in a file. */
export interface ElementType {
  readonly byteCount: number;
  readonly read: ReadElement;
}

/** Element types by the name of PyTorch's storage class; all are little-endian. */
export const ELEMENT_TYPES: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ['FloatStorage', { byteCount: 4, read: (view, at) => view.getFloat32(at, true) }],
  ['DoubleStorage', { byteCount: 8, read: (view, at) => view.getFloat64(at, true) }],
  ['HalfStorage', { byteCount: 2, read: (view, at) => halfFloat(view.getUint16(at, true)) }],
  ['BFloat16Storage', { byteCount: 2, read: (view, at) => brainFloatOf(view.getUint16(at, true)) }],
  ['LongStorage', { byteCount: 8, read: (view, at) => Number(view.getBigInt64(at, true)) }],
  ['IntStorage', { byteCount: 4, read: (view, at) => view.getInt32(at, true) }],
  ['ShortStorage', { byteCount: 2, read: (view, at) => view.getInt16(at, true) }],
  ['CharStorage', { byteCount: 1, read: (view, at) => view.getInt8(at) }],
  ['ByteStorage', { byteCount: 1, read: (view, at) => view.getUint8(at) }],
  ['BoolStorage', { byteCount: 1, read: (view, at) => view.getUint8(at) }],
]);

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function brainFloatOf(bits: number): number {
  scratch.setUint16(0, bits);
  scratch.setUint16(2, 0);
  return scratch.getFloat32(0);
}
