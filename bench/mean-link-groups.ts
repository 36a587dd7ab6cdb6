import { type Matrix, row } from '../src/numerics/matrix.ts';
import { dot } from '../src/numerics/vector.ts';
import type { LikenessLink } from '../src/rejection/likeness-links.ts';

/**
 * Groups faces by mean likeness, for comparison: links are taken from the most alike downwards, and two groups become one
 * where the mean score between their faces reaches the threshold too. @returns group of each face, shape [N]
 */
export function meanLinkGroups(faces: Matrix, links: readonly LikenessLink[], threshold: number): Int32Array {
  const groupOf = Int32Array.from({ length: faces.rows }, (_, face) => face);
  const members = new Map([...groupOf].map((face) => [face, [face]]));
  const sums = { ...faces, data: faces.data.slice() };
  for (const { a, b } of links) {
    const kept = Math.min(groupOf[a] ?? a, groupOf[b] ?? b);
    const gone = Math.max(groupOf[a] ?? a, groupOf[b] ?? b);
    const keptFaces = members.get(kept) ?? [];
    const goneFaces = members.get(gone) ?? [];
    const pairCount = keptFaces.length * goneFaces.length;
    if (kept === gone || dot(row(sums, kept), row(sums, gone)) / pairCount < threshold) continue;
    const sum = row(sums, kept);
    row(sums, gone).forEach((value, k) => {
      sum[k] = (sum[k] ?? 0) + value;
    });
    for (const face of goneFaces) groupOf[face] = kept;
    keptFaces.push(...goneFaces);
    members.delete(gone);
  }
  return groupOf;
}
