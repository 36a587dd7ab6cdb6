import type { FaceHit, ScoreRule } from '../../../collections/face-search.ts';
import { QuenError } from '../../../core/errors.ts';
import type { AsyncInnerProducts } from '../../../numerics/inner-products.ts';
import type { Matrix } from '../../../numerics/matrix.ts';
import { topK } from '../../../numerics/top-k.ts';
import { type ProbeOutcome, scoreProbes } from './score-blocks.ts';
import type { SearchLayout } from './searched-faces.ts';

/** How to search; see `FaceSearch.search`. */
export interface FaceSearchOptions {
  readonly rule: ScoreRule;
  readonly limit: number;
  readonly hidden?: readonly (ReadonlySet<string> | undefined)[];
  readonly innerProducts: AsyncInnerProducts;
}

/** Searches faces in a collection; nobody is found in an empty one. Throws `DIMENSION_MISMATCH`. */
export async function searchFaces(
  probes: Matrix,
  layout: SearchLayout,
  options: FaceSearchOptions,
): Promise<FaceHit[]> {
  const { templates } = layout.gallery;
  if (templates.rows === 0) return Array.from({ length: probes.rows }, () => ({ candidates: [] }));
  if (templates.cols !== probes.cols) {
    const lengths = `${templates.cols} values, the probe's ${probes.cols}`;
    throw new QuenError('DIMENSION_MISMATCH', `The collection's embeddings have ${lengths}.`);
  }
  const hits: FaceHit[] = [];
  await scoreProbes(probes, layout, options, (outcome) => {
    hits.push(hitOf(outcome, layout, { limit: options.limit, hidden: options.hidden?.[outcome.probe] }));
  });
  return hits;
}

function hitOf(
  { ofTemplates, ofIdentities }: ProbeOutcome,
  { gallery, personIds, faceIds }: SearchLayout,
  { limit, hidden }: { readonly limit: number; readonly hidden: ReadonlySet<string> | undefined },
): FaceHit {
  if (hidden !== undefined)
    personIds.forEach((personId, identity) => {
      if (hidden.has(personId)) ofIdentities[identity] = Number.NEGATIVE_INFINITY;
    });
  const shown = topK(ofIdentities, limit).filter(
    (identity) => ofIdentities[identity] !== Number.NEGATIVE_INFINITY,
  );
  const candidates = shown.map((identity) => ({
    personId: personIds[identity] as string,
    score: ofIdentities[identity] as number,
  }));
  let nearest: FaceHit['nearest'];
  ofTemplates.forEach((score, n) => {
    const personId = personIds[gallery.identityOf[n] ?? -1] as string;
    if (score > (nearest?.score ?? Number.NEGATIVE_INFINITY) && !hidden?.has(personId))
      nearest = { faceId: faceIds[n] as string, personId, score };
  });
  return nearest === undefined ? { candidates } : { candidates, nearest };
}
