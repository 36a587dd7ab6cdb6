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
  const shape = dims.length === 1 ? `${dims[0]},` : dims.join(', ');
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`;
  const before = MAGIC.length + LENGTH_BYTES;
  const start = Math.ceil((before + header.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start + data.length * 4);
  const view = new DataView(bytes.buffer);
  const text = `${header.padEnd(start - before - 1)}\n`;
  writeLatin1(bytes, MAGIC, 0);
  view.setUint16(MAGIC.length, text.length, true);
  writeLatin1(bytes, text, before);
  for (let i = 0; i < data.length; i++) view.setFloat32(start + i * 4, data[i] as number, true);
  return bytes;
}

/** Reverses {@link encodeNpy}. The bytes are trusted: the stage's record has checked them. */
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
