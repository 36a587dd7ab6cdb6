import type { ScoreRule, SearchableGallery } from './identity-scores.ts';
import type { ScoreMatrix } from './score-matrix.ts';
import { searchGallery } from './search.ts';

/**
 * Best scores that enrolled people reach as strangers: every enrolled photo is searched in the gallery without its own
 * identity. For calibration where there are no photos of strangers.
 * @returns one list per identity, in gallery order, one score per photo; no lists when there is no second identity
 */
export function leaveOneIdentityOut(
  gallery: SearchableGallery,
  rule: ScoreRule,
  scoreMatrix?: ScoreMatrix,
): number[][] {
  const { templates, identityOf, identityCount } = gallery;
  if (new Set(identityOf).size < 2) return [];
  const hits = searchGallery(templates, gallery, {
    rule,
    candidateCount: 1,
    hidden: [...identityOf],
    ...(scoreMatrix && { scoreMatrix }),
  });
  const people = Array.from({ length: identityCount }, (): number[] => []);
  hits.forEach(({ candidates: [best] }, n) => {
    if (best) people[identityOf[n] ?? Number.NaN]?.push(best.score);
  });
  return people;
}
