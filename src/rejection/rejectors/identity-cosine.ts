import { groupMaximaInto } from '../../numerics/groups.ts';
import { row } from '../../numerics/matrix.ts';
import { defineRejector } from './define-rejector.ts';
import { judgedScores, largestAt, productsWith, rowsByIdentity } from './evidence.ts';
import type { Rejector } from './rejector.ts';

/**
 * The cosine to the best identity, or to the proposed one. `nearest`: to its nearest template, the maximum cosine.
 * `mean`: to its mean template. `blend`: half of each, as the search of a gallery scores by default.
 */
export function identityCosineRejector(rule: 'nearest' | 'mean' | 'blend'): Rejector {
  return defineRejector({
    name: { nearest: 'max-cosine', mean: 'mean-cosine', blend: 'blend-cosine' }[rule],
    learn: ({ templates, means, identityOf, identityCount }) => {
      const rowsOf = rowsByIdentity(identityOf, identityCount);
      return {
        operands: { nearest: [templates], mean: [means], blend: [templates, means] }[rule],
        score: (probes) => {
          const ofTemplates = rule === 'mean' ? undefined : productsWith(probes, templates);
          const ofMeans = rule === 'nearest' ? undefined : productsWith(probes, means);
          const share = rule === 'blend' ? 0.5 : 1;
          return judgedScores(probes, identityCount, {
            allInto: (p, out) => {
              if (ofTemplates === undefined) out.fill(0);
              else groupMaximaInto(row(ofTemplates, p), identityOf, out);
              const means = ofMeans && row(ofMeans, p);
              for (let c = 0; c < out.length; c++) out[c] = share * ((out[c] as number) + (means?.[c] ?? 0));
            },
            ofOne: (p, c) => {
              const nearest = ofTemplates === undefined ? 0 : largestAt(row(ofTemplates, p), rowsOf[c]);
              return share * (nearest + (ofMeans === undefined ? 0 : (row(ofMeans, p)[c] as number)));
            },
          });
        },
      };
    },
  });
}
