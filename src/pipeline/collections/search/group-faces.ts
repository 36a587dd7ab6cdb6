import type { AsyncInnerProducts } from '../../../numerics/inner-products.ts';
import type { Matrix } from '../../../numerics/matrix.ts';
import { UNCALIBRATED_THRESHOLD } from '../../../rejection/calibrate.ts';
import { groupUnknowns } from '../../../rejection/group-unknowns.ts';
import { samePersonThreshold } from '../../../rejection/same-person-threshold.ts';
import type { SearchLayout } from './searched-faces.ts';

const SEED = 1;

/**
 * Groups faces that look like one person, as alike as photos of one enrolled person are.
 * @param faces of unit length, shape [P, D] @returns number of each face's group, from 1; 0 for a face alone, shape [P]
 */
export async function groupFaces(
  faces: Matrix,
  { gallery }: SearchLayout,
  roughProducts: AsyncInnerProducts,
): Promise<number[]> {
  const all = Array.from({ length: faces.rows }, (_, n) => n);
  const learnt =
    faces.rows < 2 || gallery.templates.rows === 0 ? undefined : samePersonThreshold(gallery, faces.rows);
  const threshold = learnt ?? UNCALIBRATED_THRESHOLD;
  const groups = await groupUnknowns(faces, all, { threshold, seed: SEED, roughProducts });
  const sizes = new Map<number, number>();
  for (const group of groups.values()) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const numbers = new Map<number, number>();
  return all.map((face) => {
    const group = groups.get(face) ?? 0;
    if ((sizes.get(group) ?? 0) < 2) return 0;
    const number = numbers.get(group) ?? numbers.size + 1;
    numbers.set(group, number);
    return number;
  });
}
