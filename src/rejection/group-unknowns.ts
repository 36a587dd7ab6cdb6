import type { Threshold } from '../core/identification.ts';
import { innerProducts } from '../numerics/inner-products.ts';
import { type Matrix, row, stackRows } from '../numerics/matrix.ts';
import { topK } from '../numerics/top-k.ts';
import { dot } from '../numerics/vector.ts';

/** Faces compared with all others at a time; bounds memory to this many rows of scores. */
const BLOCK_ROWS = 64;

/** Links kept of each face, its best. A group of one person holds together through far fewer. */
const LINKS_PER_FACE = 16;

/**
 * Numbers unknown faces so that those who look like one person share a number. Links between two faces are taken from
 * the most alike downwards, and two groups become one where the mean score between their faces is at or above the
 * threshold too. Links alone would chain strangers together: on 1,558 LFW photos of 779 strangers, at the threshold for
 * FPIR 10 %, they give a B-cubed precision of 92.7 % at a recall of 99.0 %; with the mean it is 99.3 % at 98.9 %.
 *
 * The threshold is the one of the identification: the faces already grouped are to a face what a gallery is to a probe,
 * and the score against an identity with one photo is the same score.
 * @param embeddings of unit length, shape [P, D] @param unknown rows of the unknown faces, in a fixed order
 * @returns the number of each unknown face by its row, from 1 in the order of each group's first face
 */
export function groupUnknowns(
  embeddings: Matrix,
  unknown: readonly number[],
  threshold: Pick<Threshold, 'value'>,
): Map<number, number> {
  const faces = stackRows(
    unknown.map((face) => row(embeddings, face)),
    embeddings.cols,
  );
  const groups = new MeanLinkGroups(faces);
  for (const link of linksAtOrAbove(faces, threshold.value)) groups.merge(link, threshold.value);
  const numbers = new Map<number, number>();
  return new Map(
    unknown.map((face, place) => {
      const group = groups.of(place);
      const number = numbers.get(group) ?? numbers.size + 1;
      numbers.set(group, number);
      return [face, number];
    }),
  );
}

interface Link {
  readonly a: number;
  readonly b: number;
  readonly score: number;
}

/** Best first; of equal scores the one between earlier faces. */
function linksAtOrAbove(embeddings: Matrix, threshold: number): Link[] {
  const { data, rows, cols } = embeddings;
  const links: Link[] = [];
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    const end = Math.min(first + BLOCK_ROWS, rows);
    const block = { data: data.subarray(first * cols, end * cols), rows: end - first, cols };
    const scores = innerProducts(block, embeddings);
    for (let a = first; a < end; a++) {
      const ofFace = row(scores, a - first);
      ofFace[a] = Number.NEGATIVE_INFINITY;
      for (const b of topK(ofFace, LINKS_PER_FACE)) {
        const score = ofFace[b] ?? Number.NEGATIVE_INFINITY;
        if (score >= threshold) links.push({ a: Math.min(a, b), b: Math.max(a, b), score });
      }
    }
  }
  return links.sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
}

/** Disjoint groups of faces that know the sum of their embeddings. */
class MeanLinkGroups {
  readonly #parents: Int32Array;
  readonly #counts: Int32Array;
  readonly #sums: Matrix;

  constructor(embeddings: Matrix) {
    this.#parents = Int32Array.from({ length: embeddings.rows }, (_, face) => face);
    this.#counts = new Int32Array(embeddings.rows).fill(1);
    this.#sums = { ...embeddings, data: embeddings.data.slice() };
  }

  /** First face of the group that a face is in. */
  of(face: number): number {
    let group = face;
    for (let parent = this.#parents[group]; parent !== undefined && parent !== group; ) {
      const above = this.#parents[parent] ?? parent;
      this.#parents[group] = above;
      group = parent;
      parent = above;
    }
    return group;
  }

  merge(link: Link, threshold: number): void {
    const kept = Math.min(this.of(link.a), this.of(link.b));
    const gone = Math.max(this.of(link.a), this.of(link.b));
    if (kept === gone) return;
    const keptSum = row(this.#sums, kept);
    const goneSum = row(this.#sums, gone);
    const pairCount = (this.#counts[kept] ?? 1) * (this.#counts[gone] ?? 1);
    // A link of two single faces is its own mean, whatever the last digit of this product.
    if (pairCount > 1 && dot(keptSum, goneSum) / pairCount < threshold) return;
    goneSum.forEach((value, k) => {
      keptSum[k] = (keptSum[k] ?? 0) + value;
    });
    this.#counts[kept] = (this.#counts[kept] ?? 0) + (this.#counts[gone] ?? 0);
    this.#parents[gone] = kept;
  }
}
