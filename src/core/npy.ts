/** An array of float32 values and its shape. */
export interface NpyArray {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

const MAGIC = '\x93NUMPY\x01\x00';
/** The data begins at a multiple of this. */
const ALIGNMENT = 64;
const LENGTH_BYTES = 2;

/** An array in NumPy's file format 1.0, little-endian, row-major: `numpy.load` opens it. */
export function encodeNpy({ data, dims }: NpyArray): Uint8Array {
  const header = npyHeader(dims);
  const bytes = new Uint8Array(header.length + data.length * 4);
  bytes.set(header);
  const view = new DataView(bytes.buffer, header.length);
  for (let i = 0; i < data.length; i++) view.setFloat32(i * 4, data[i] as number, true);
  return bytes;
}

/** What {@link encodeNpy} puts before the values of an array of this shape; its length is a multiple of 64. */
export function npyHeader(dims: readonly number[]): Uint8Array {
  const shape = dims.length === 1 ? `${dims[0]},` : dims.join(', ');
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`;
  const before = MAGIC.length + LENGTH_BYTES;
  const bytes = new Uint8Array(Math.ceil((before + header.length + 1) / ALIGNMENT) * ALIGNMENT);
  const text = `${header.padEnd(bytes.length - before - 1)}\n`;
  writeLatin1(bytes, MAGIC, 0);
  new DataView(bytes.buffer).setUint16(MAGIC.length, text.length, true);
  writeLatin1(bytes, text, before);
  return bytes;
}

/** Reverses {@link encodeNpy}. The bytes are trusted: whoever keeps them has checked them. */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = MAGIC.length + LENGTH_BYTES + view.getUint16(MAGIC.length, true);
  const header = new TextDecoder('latin1').decode(bytes.subarray(0, start));
  const [, shape = ''] = /'shape': \(([^)]*)\)/.exec(header) ?? [];
  const dims = shape
    .split(',')
    .filter((dim) => dim.trim() !== '')
    .map(Number);
  const length = (bytes.length - start) / 4;
  const data = Float32Array.from({ length }, (_, i) => view.getFloat32(start + i * 4, true));
  return { data, dims };
}

function writeLatin1(bytes: Uint8Array, text: string, offset: number): void {
  for (let i = 0; i < text.length; i++) bytes[offset + i] = text.charCodeAt(i);
}
