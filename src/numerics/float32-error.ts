/** Most that a float32 inner product of two unit vectors may be off, in whatever order it is summed (Higham 2002, equation 3.5). */
export function float32Error(dimension: number): number {
  return 1.01 * dimension * 2 ** -24;
}
