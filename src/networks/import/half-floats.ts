/** Little-endian IEEE 754 half floats, widened; every value is kept exactly. */
export function halfFloats(bytes: Uint8Array): Float32Array {
  const values = new Float32Array(Math.floor(bytes.length / 2));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let i = 0; i < values.length; i++) values[i] = halfFloat(view.getUint16(i * 2, true));
  return values;
}

/** The value of one half float. @param bits its 16 bits */
export function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
