import { throwIfAborted } from '../../core/errors.ts';
import { innerProducts as plainInnerProducts } from '../../numerics/inner-products.ts';
import type { Matrix } from '../../numerics/matrix.ts';
import { evidenceRange } from './evidence.ts';
import type { InnerProducts, ProbeEvidence, Rejector } from './rejector.ts';

/** How probes are scored by several rejectors. */
export interface ScoringOptions {
  /** The plain ones when absent. */
  readonly innerProducts?: InnerProducts;
  readonly signal?: AbortSignal;
}

/** Probes scored at a time: bounds memory to this many rows of products with every operand. */
const PROBE_BLOCK = 512;

/**
 * Scores probes with several fitted rejectors, block by block, computing the products that they share once. Throws what
 * {@link Rejector.score} throws, and `ABORTED`.
 * @returns for each rejector, scores of shape [P]
 */
export async function scoreWithAll(
  rejectors: readonly Rejector[],
  probes: ProbeEvidence,
  { innerProducts = plainInnerProducts, signal }: ScoringOptions = {},
): Promise<Float64Array[]> {
  const operands = new Set(rejectors.flatMap((rejector) => rejector.operands()));
  const count = probes.embeddings.rows;
  const scores = rejectors.map(() => new Float64Array(count));
  for (let first = 0; first < count; first += PROBE_BLOCK) {
    throwIfAborted(signal);
    const block = evidenceRange(probes, first, Math.min(first + PROBE_BLOCK, count));
    const products = new Map<Matrix, Matrix>(block.products);
    for (const operand of operands)
      if (!products.has(operand)) products.set(operand, await innerProducts(block.embeddings, operand));
    for (const [place, rejector] of rejectors.entries())
      scores[place]?.set(rejector.score({ ...block, products }), first);
  }
  return scores;
}
