/**
 * So many of a rising list at most: the first, the last, and those between whose values lie most evenly on a logarithmic
 * scale. @param values rising, at least 0
 */
export function thinnedByLog(values: readonly number[], maxCount: number): number[] {
  const positive = values.filter((value) => value > 0);
  const [least, greatest] = [positive[0], positive.at(-1)];
  if (values.length <= maxCount || least === undefined || greatest === undefined) return [...values];
  const span = Math.log(greatest / least);
  const slots = maxCount - 1 - (values.length - positive.length);
  return values.filter((value, place) => {
    if (value <= 0 || value === least || value === greatest) return true;
    const slotOf = (one: number): number => Math.floor((Math.log(one / least) / span) * slots);
    return slotOf(value) !== slotOf(values[place - 1] || least);
  });
}

/** So many of a list at most, evenly by place, the first and the last among them. */
export function thinnedEvenly<T>(items: readonly T[], maxCount: number): T[] {
  if (items.length <= maxCount) return [...items];
  const last = items.length - 1;
  return Array.from(
    { length: maxCount },
    (_, slot) => items[Math.round((slot * last) / (maxCount - 1))] as T,
  );
}
