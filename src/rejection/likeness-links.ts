import { innerProducts } from '../numerics/inner-products.ts';
import { type Matrix, row, rowRange } from '../numerics/matrix.ts';
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
 * threshold. Each pair stands once, best first; of equal scores the one between earlier faces.
 * @param faces of unit length, shape [N, D]
 */
export function likenessLinks(faces: Matrix, threshold: number): LikenessLink[] {
  const links = new Map<number, LikenessLink>();
  for (let first = 0; first < faces.rows; first += BLOCK_ROWS) {
    const end = Math.min(first + BLOCK_ROWS, faces.rows);
    const scores = innerProducts(rowRange(faces, first, end), faces);
    for (let face = first; face < end; face++) {
      for (const link of linksOf(face, row(scores, face - first), threshold))
        links.set(link.a * faces.rows + link.b, link);
    }
  }
  return [...links.values()].sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
}

/** @param scores with all faces, shape [N]; the one with itself is struck out */
function linksOf(face: number, scores: Float32Array, threshold: number): LikenessLink[] {
  scores[face] = Number.NEGATIVE_INFINITY;
  return topK(scores, LINKS_PER_FACE).flatMap((other) => {
    const score = scores[other] ?? Number.NEGATIVE_INFINITY;
    return score < threshold ? [] : [{ a: Math.min(face, other), b: Math.max(face, other), score }];
  });
}
