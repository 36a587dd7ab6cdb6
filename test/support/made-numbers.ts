/**
 * Numbers in [low, high) that a name decides, the same in test/golden's Python scripts bit for bit: only whole numbers and
 * single operations of float64 take part, so that no two libraries can round them differently.
 */
export function madeNumbers(
  name: string,
  count: number,
  [low, high]: readonly [number, number],
): Float32Array {
  const seed = hashOf(name);
  return Float32Array.from({ length: count }, (_, i) => low + (high - low) * fraction(i, seed));
}

/** 32-bit FNV-1a. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function fraction(index: number, seed: number): number {
  let bits = Math.imul(index + 1, 0x9e3779b1) ^ seed;
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca77);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae3d);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}
