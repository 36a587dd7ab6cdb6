import { plainScoreMatrix } from '../../gallery/score-matrix.ts';
import type { ScoredIdentity, SearchHit } from '../../gallery/search.ts';
import { assertSearchable } from '../../gallery/search.ts';
import { sharedPartScores } from '../../gallery/shared-parts.ts';
import { type Matrix, rowRange, selectRows } from '../../numerics/matrix.ts';
import { type IdentityHit, searchIdentities } from '../../vector-index/search-identities.ts';
import type { IndexedGallery } from './indexed-gallery.ts';

/** How to search through an index; see `SearchOptions` of an exhaustive search. */
export interface IndexedSearch {
  readonly candidateCount: number;
  /** An identity that each probe may not find, shape [P]. */
  readonly hidden?: readonly (number | undefined)[];
  /** The right identity of each probe where there is one, shape [P]. */
  readonly mates?: readonly (number | undefined)[];
}

/**
 * Searches probes through an index, by the rule `nearest`. Scores are those of an exhaustive search; who is found is up to the index, which may
 * miss some. A mate that was not found takes the last place, with its true score. Throws as `searchGallery` does.
 */
export async function searchIndexed(
  probes: Matrix,
  gallery: IndexedGallery,
  search: IndexedSearch,
): Promise<SearchHit[]> {
  const { target, index } = gallery;
  if (probes.rows === 0) return [];
  assertSearchable(probes, target);
  const found = await searchIdentities(index, probes, {
    identityOf: (row) => target.identityOf[row] ?? -1,
    identityCount: search.candidateCount,
    isHidden: (identity, p) => identity === search.hidden?.[p],
  });
  return found.map((hits, p) => {
    const probe = rowRange(probes, p, p + 1);
    const candidates = candidatesOf(probe, hits, { gallery, hidden: search.hidden?.[p] });
    const [best] = candidates;
    const shown = candidates
      .slice(0, search.candidateCount)
      .map(({ identity, score }) => ({ identity, score }));
    const mate = search.mates?.[p];
    return {
      candidates: shown,
      nearest: { row: best?.row ?? 0, score: best?.score ?? Number.NEGATIVE_INFINITY },
      ...(mate !== undefined && { mate: mateOf(probe, mate, { shown, gallery }) }),
    };
  });
}

interface Candidate extends ScoredIdentity {
  readonly row: number;
}

/** Best first, with the templates that stand beside the index; of equals the identity that comes first in the gallery. */
function candidatesOf(
  probe: Matrix,
  hits: readonly IdentityHit[],
  { gallery, hidden }: { readonly gallery: IndexedGallery; readonly hidden: number | undefined },
): Candidate[] {
  const { target, beside } = gallery;
  const found = hits.map(({ identity, score, template }) => ({ identity, score, row: template.id }));
  if (target.parts === undefined) return found;
  const near = [...found.map(({ row }) => row), ...beside];
  const scores = scoresWith(probe, near, gallery);
  const best = new Map<number, Candidate>();
  near.forEach((row, n) => {
    const identity = target.identityOf[row] ?? -1;
    const score = scores[n] ?? Number.NEGATIVE_INFINITY;
    if (identity !== hidden && score > (best.get(identity)?.score ?? Number.NEGATIVE_INFINITY))
      best.set(identity, { identity, score, row });
  });
  return [...best.values()].sort((a, b) => b.score - a.score || a.identity - b.identity);
}

function mateOf(
  probe: Matrix,
  mate: number,
  { shown, gallery }: { readonly shown: readonly ScoredIdentity[]; readonly gallery: IndexedGallery },
): { rank: number; score: number } {
  const { identityOf, identityCount } = gallery.target;
  const place = shown.findIndex(({ identity }) => identity === mate);
  const found = shown[place];
  if (found !== undefined) return { rank: place + 1, score: found.score };
  const own = [...identityOf.keys()].filter((row) => identityOf[row] === mate);
  const score = Math.max(...scoresWith(probe, own, gallery));
  return { rank: identityCount, score };
}

/** Scores of one probe with some templates, as an exhaustive search gives them. */
function scoresWith(probe: Matrix, rows: readonly number[], { target }: IndexedGallery): Float32Array {
  const { parts, templates } = target;
  const scoreMatrix = parts === undefined ? plainScoreMatrix : sharedPartScores(plainScoreMatrix, parts);
  return scoreMatrix(probe, selectRows(templates, rows)).data;
}
