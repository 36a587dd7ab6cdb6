import { type Matrix, matrix } from '../numerics/matrix.ts';

const HEADER_BYTES = 8;

/**
 * The bytes the passes of one face through one network are cached as: the face's place in its photo and the length of an
 * embedding, both uint32, then float32 pass after pass; all little-endian.
 * @param passes shape [passes, D]
 */
export function encodeViews(face: number, passes: Matrix): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + passes.data.length * 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, face, true);
  view.setUint32(4, passes.cols, true);
  passes.data.forEach((value, place) => {
    view.setFloat32(HEADER_BYTES + place * 4, value, true);
  });
  return bytes;
}

/** The first passes of a record, as many as are there up to a count; undefined where the record is of another face or is none. */
export function decodeViews(bytes: Uint8Array, face: number, passCount: number): Matrix | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dimension = view.getUint32(4, true);
  const kept = (bytes.length - HEADER_BYTES) / 4 / dimension;
  if (view.getUint32(0, true) !== face || !Number.isInteger(kept)) return undefined;
  const rows = Math.min(kept, passCount);
  const data = new Float32Array(rows * dimension);
  for (let i = 0; i < data.length; i++) data[i] = view.getFloat32(HEADER_BYTES + i * 4, true);
  return matrix(data, rows, dimension);
}
