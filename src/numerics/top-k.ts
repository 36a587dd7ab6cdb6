/**
 * Places of the `k` largest values, largest first; of equal values the lower place comes first. `-Infinity` and NaN
 * are never among them, so fewer than `k` may come back.
 * @param values shape [n]
 */
export function topK(values: Float32Array | Float64Array, k: number): number[] {
  const places: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(value > Number.NEGATIVE_INFINITY)) continue;
    if (places.length >= k && !(value > values[places[k - 1]])) continue;
    let at = places.length < k ? places.push(i) - 1 : k - 1;
    for (; at > 0 && values[places[at - 1]] < value; at--) places[at] = places[at - 1];
    places[at] = i;
  }
  return places;
}
