/** The name a misspelt one most likely means, by edit distance; undefined when none is near. */
export function nearestName(misspelt: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((name) => ({ name, distance: isPart(misspelt, name) ? 0 : editDistance(misspelt, name) }))
    .sort((a, b) => a.distance - b.distance);
  const [nearest] = ranked;
  return nearest !== undefined && nearest.distance <= misspelt.length / 2 ? nearest.name : undefined;
}

/** Fewer letters are part of many names by chance. */
const LEAST_PART = 3;

function isPart(word: string, name: string): boolean {
  return word.length >= LEAST_PART && name.includes(word);
}

/** Insertions, deletions and replacements from one word to another (Wagner and Fischer 1974). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
