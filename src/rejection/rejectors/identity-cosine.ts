import { groupMaximaInto } from '../../numerics/groups.ts';
import { row } from '../../numerics/matrix.ts';
import { defineRejector } from './define-rejector.ts';
import { judgedScores, productsWith } from './evidence.ts';
import type { Rejector } from './rejector.ts';

/**
 * The cosine to the best identity, or to the proposed one. `nearest`: to its nearest template, the maximum cosine.
 * `mean`: to its mean template. `blend`: half of each, as the search of a gallery scores by default.
 */
export function identityCosineRejector(rule: 'nearest' | 'mean' | 'blend'): Rejector {
  return defineRejector({
    name: { nearest: 'max-cosine', mean: 'mean-cosine', blend: 'blend-cosine' }[rule],
    learn: ({ templates, means, identityOf, identityCount }) => ({
      operands: { nearest: [templates], mean: [means], blend: [templates, means] }[rule],
      score: (probes) =>
        judgedScores(probes, identityCount, (p, out) => {
          if (rule === 'mean') return out.set(row(productsWith(probes, means), p));
          groupMaximaInto(row(productsWith(probes, templates), p), identityOf, out);
          if (rule === 'nearest') return;
          const ofMeans = row(productsWith(probes, means), p);
          ofMeans.forEach((cosine, c) => {
            out[c] = ((out[c] as number) + cosine) / 2;
          });
        }),
    }),
  });
}
