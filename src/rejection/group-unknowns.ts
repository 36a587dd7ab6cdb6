import type { AsyncInnerProducts } from '../numerics/inner-products.ts';
import { type Matrix, selectRows } from '../numerics/matrix.ts';
import { seededRandom } from '../numerics/random.ts';
import { chineseWhispers } from './chinese-whispers.ts';
import { likenessLinks } from './likeness-links.ts';

/** How unknown faces are grouped. */
export interface GroupingOptions {
  /** Faces less alike are not linked: a cosine, see `samePersonThreshold`. */
  readonly threshold: number;
  readonly seed: number;
  readonly roughProducts: AsyncInnerProducts;
}

/** What a link at the very threshold weighs. */
const LEAST_WEIGHT = 1e-6;

/**
 * Numbers unknown faces so that those who look like one person share a number: Chinese whispers on the graph of each
 * face's nearest neighbours. A link weighs what its score is above the threshold, so that a chance likeness does not
 * outvote a sure one: `docs/open-set.md` has what that is worth, and how it compares with grouping by mean likeness.
 * @param embeddings of unit length, shape [P, D] @param unknown rows of the unknown faces, in a fixed order
 * @returns the number of each unknown face by its row, from 1 in the order of each group's first face
 */
export async function groupUnknowns(
  embeddings: Matrix,
  unknown: readonly number[],
  { threshold, seed, roughProducts }: GroupingOptions,
): Promise<Map<number, number>> {
  const links = await likenessLinks(selectRows(embeddings, unknown), threshold, roughProducts);
  const edges = links.map(({ a, b, score }) => ({ a, b, weight: score - threshold + LEAST_WEIGHT }));
  const groupOf = chineseWhispers(unknown.length, edges, seededRandom(seed));
  const numbers = new Map<number, number>();
  return new Map(
    unknown.map((face, place) => {
      const group = groupOf[place] ?? place;
      const number = numbers.get(group) ?? numbers.size + 1;
      numbers.set(group, number);
      return [face, number];
    }),
  );
}
