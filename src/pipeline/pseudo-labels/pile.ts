import { QuenError } from '../../core/errors.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { NEAR_DUPLICATE } from '../../heads/near-duplicates.ts';
import type { AsyncInnerProducts } from '../../numerics/inner-products.ts';
import { type Matrix, row, rowRange } from '../../numerics/matrix.ts';

/** Faces without names. */
export interface Pile {
  /** The photo that each face is in: two faces of one photo are two people. One for each row. */
  readonly photoOf: readonly string[];
  /** SHA-256 of each face's photo, hexadecimal; one for each row. */
  readonly sha256Of: readonly string[];
  /** Fused embeddings of unit length, shape [F, D]. */
  readonly rows: Matrix;
}

/** Rows compared at a time, to bound memory. */
const BLOCK = 512;

/**
 * Faces of a pile that are enrolled already: their photo is an enrolled photo, byte for byte, or they are so like an
 * enrolled face that one photo was made of the other. They have nothing to add. Throws `DIMENSION_MISMATCH`.
 */
export async function enrolledFaces(
  pile: Pile,
  { faces, templates }: Pick<Gallery, 'faces' | 'templates'>,
  innerProducts: AsyncInnerProducts,
): Promise<Set<number>> {
  assertPile(pile, templates.cols);
  const enrolled = new Set(faces.map(({ sha256 }) => sha256));
  const found = new Set([...pile.sha256Of.keys()].filter((face) => enrolled.has(pile.sha256Of[face] ?? '')));
  for (let first = 0; first < pile.rows.rows; first += BLOCK) {
    const block = rowRange(pile.rows, first, Math.min(first + BLOCK, pile.rows.rows));
    const cosines = await innerProducts(block, templates);
    for (let i = 0; i < block.rows; i++)
      if (row(cosines, i).some((cosine) => cosine > NEAR_DUPLICATE)) found.add(first + i);
  }
  return found;
}

function assertPile({ photoOf, sha256Of, rows }: Pile, dimension: number): void {
  if (photoOf.length !== rows.rows || sha256Of.length !== rows.rows)
    throw new QuenError(
      'DIMENSION_MISMATCH',
      `The unnamed photos have ${rows.rows} faces, but ${photoOf.length} names and ${sha256Of.length} checksums of photos.`,
    );
  if (rows.rows > 0 && rows.cols !== dimension)
    throw new QuenError(
      'DIMENSION_MISMATCH',
      `The unnamed faces have ${rows.cols} values, the enrolled ones ${dimension}. Embed with the same networks.`,
    );
}
