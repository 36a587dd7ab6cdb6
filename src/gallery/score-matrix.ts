import { innerProducts } from '../numerics/inner-products.ts';
import type { Matrix } from '../numerics/matrix.ts';

/**
 * Scores every probe against every template: inner products, which for unit rows are cosines. A score may depend on its
 * probe and its template alone, never on what else is in the call.
 * @param probes shape [P, D] @param templates shape [N, D] @returns shape [P, N]
 */
export type ScoreMatrix = (probes: Matrix, templates: Matrix) => Matrix;

/** The score matrix in plain TypeScript, exact on every machine. */
export const plainScoreMatrix: ScoreMatrix = innerProducts;
