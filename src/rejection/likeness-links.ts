import { float32Error } from '../numerics/float32-error.ts';
import { type AsyncInnerProducts, innerProducts } from '../numerics/inner-products.ts';
import { type Matrix, row, rowRange, selectRows } from '../numerics/matrix.ts';
import { topK } from '../numerics/top-k.ts';

/** Two faces, the earlier first, and how alike they are. */
export interface LikenessLink {
  readonly a: number;
  readonly b: number;
  readonly score: number;
}

/** Faces compared with all others at a time; bounds memory to this many rows of scores. */
const BLOCK_ROWS = 64;

/** Links kept of each face, its best. A group of one person holds together through far fewer. */
const LINKS_PER_FACE = 16;

/**
 * The k-nearest-neighbour graph of faces: links of each face to the 16 most like it, where their score is at or above a
 * threshold. Each pair stands once, best first; of equal scores the one between earlier faces. Of N faces N^2 products are looked at,
 * so they are made fast and rough, and those that may count are made anew: links are the same whatever made the rough ones.
 * @param faces of unit length, shape [N, D]
 */
export async function likenessLinks(
  faces: Matrix,
  threshold: number,
  roughProducts: AsyncInnerProducts,
): Promise<LikenessLink[]> {
  const links = new Map<number, LikenessLink>();
  for (let first = 0; first < faces.rows; first += BLOCK_ROWS) {
    const end = Math.min(first + BLOCK_ROWS, faces.rows);
    const rough = await roughProducts(rowRange(faces, first, end), faces);
    for (let face = first; face < end; face++) {
      const near = nearFaces(face, row(rough, face - first), { threshold, dimension: faces.cols });
      for (const link of linksOf(face, near, { faces, threshold }))
        links.set(link.a * faces.rows + link.b, link);
    }
  }
  return [...links.values()].sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
}

/** Faces whose exact score may be among the best of a face and above the threshold, in their order. @param rough shape [N] */
function nearFaces(
  face: number,
  rough: Float32Array,
  { threshold, dimension }: { readonly threshold: number; readonly dimension: number },
): number[] {
  const error = float32Error(dimension);
  const near: number[] = [];
  for (let other = 0; other < rough.length; other++) {
    if (other !== face && (rough[other] as number) >= threshold - error) near.push(other);
  }
  if (near.length <= LINKS_PER_FACE) return near;
  const scores = Float32Array.from(near, (other) => rough[other] as number);
  const last = scores[topK(scores, LINKS_PER_FACE).at(-1) ?? 0] as number;
  // Both the last of the best and one that might pass it may be off.
  return near.filter((_, n) => (scores[n] as number) >= last - 2 * error);
}

/** @param near other faces, ascending */
function linksOf(
  face: number,
  near: readonly number[],
  { faces, threshold }: { readonly faces: Matrix; readonly threshold: number },
): LikenessLink[] {
  const scores = innerProducts(rowRange(faces, face, face + 1), selectRows(faces, near)).data;
  return topK(scores, LINKS_PER_FACE).flatMap((n) => {
    const other = near[n] as number;
    const score = scores[n] as number;
    return score < threshold ? [] : [{ a: Math.min(face, other), b: Math.max(face, other), score }];
  });
}
