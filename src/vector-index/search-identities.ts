import { type Matrix, selectRows } from '../numerics/matrix.ts';
import type { VectorHit, VectorIndex } from './vector-index.ts';

/** Vectors asked for at first; enough for some people's photos, and within what an approximate index looks at anyway. */
const FIRST_VECTORS = 64;

/** An identity that a search found, with the score of its nearest template. */
export interface IdentityHit {
  readonly identity: number;
  readonly score: number;
  /** The template that scored it. */
  readonly template: VectorHit;
}

/** How hits of templates become hits of identities. */
export interface IdentitySearch {
  /** Who a template is of. */
  readonly identityOf: (id: number) => number;
  /** Identities to find for each probe; fewer come back where there are fewer, or an approximate index found fewer. */
  readonly identityCount: number;
  /** Whether a probe may not find an identity, such as one that the caller may not see; nobody is hidden when absent. */
  readonly isHidden?: (identity: number, probe: number) => boolean;
}

/**
 * Finds the identities nearest to each probe, by the nearest of their templates; of equal scores the one with the lower number
 * first. Where hidden people or many photos of one crowd the hits, more are asked for, until enough are found or all were seen:
 * enough is one for an approximate index, which finds other templates when it is asked for more, and then would not search the
 * way that its threshold was set.
 * @param probes shape [P, D] @returns a list for each probe
 */
export async function searchIdentities(
  index: VectorIndex,
  probes: Matrix,
  search: IdentitySearch,
): Promise<IdentityHit[][]> {
  const total = await index.count();
  const found: IdentityHit[][] = Array.from({ length: probes.rows }, () => []);
  const enough = index.isExact ? search.identityCount : Math.min(1, search.identityCount);
  let open = [...found.keys()];
  for (let k = FIRST_VECTORS; open.length > 0; k *= 4) {
    const hits = await index.search(open.length === probes.rows ? probes : selectRows(probes, open), k);
    open.forEach((probe, n) => {
      found[probe] = identitiesOf(hits[n] ?? [], probe, search);
    });
    if (k >= total) break;
    open = open.filter((probe) => (found[probe]?.length ?? 0) < enough);
  }
  return found;
}

function identitiesOf(hits: readonly VectorHit[], probe: number, search: IdentitySearch): IdentityHit[] {
  const best = new Map<number, IdentityHit>();
  for (const template of hits) {
    const identity = search.identityOf(template.id);
    if (best.has(identity) || search.isHidden?.(identity, probe)) continue;
    best.set(identity, { identity, score: template.score, template });
  }
  return [...best.values()]
    .sort((a, b) => b.score - a.score || a.identity - b.identity)
    .slice(0, search.identityCount);
}
