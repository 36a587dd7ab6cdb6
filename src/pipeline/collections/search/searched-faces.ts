import type { TemplateUpdate } from '../../../collections/face-search.ts';
import { QuenError } from '../../../core/errors.ts';
import { identityMeans, type SearchableGallery } from '../../../gallery/identity-scores.ts';
import { type Matrix, selectRows, stackRows } from '../../../numerics/matrix.ts';

/** A collection laid out for searching. Nothing of it changes any more: a change of the collection makes another. */
export interface SearchLayout {
  readonly gallery: SearchableGallery;
  /** People of several templates, by identity, shape [S]; the one template of anybody else is their mean. */
  readonly several: Int32Array;
  /** Means of the templates of those people, of unit length, shape [S, D]. */
  readonly means: Matrix;
  /** Person of each identity, sorted, shape [C]. */
  readonly personIds: readonly string[];
  /** Face of each template, shape [N]. */
  readonly faceIds: readonly string[];
}

/** The enrolled faces of a collection, which come and go. */
export class SearchedFaces {
  readonly #faces = new Map<string, { personId: string; embedding: Float32Array }>();
  #layout: SearchLayout | undefined;

  /** Throws `DIMENSION_MISMATCH` for an embedding of another length than the others, and then changes nothing. */
  update(updates: readonly TemplateUpdate[]): void {
    const [known] = this.#faces.values();
    const first = known?.embedding ?? updates.find(({ embedding }) => embedding !== undefined)?.embedding;
    const stray = updates.find(
      ({ embedding }) => embedding !== undefined && embedding.length !== first?.length,
    );
    if (stray !== undefined) {
      const lengths = `${stray.embedding?.length} values where the others have ${first?.length}`;
      throw new QuenError('DIMENSION_MISMATCH', `The embedding of ${stray.faceId} has ${lengths}.`);
    }
    for (const { faceId, personId, embedding } of updates) {
      if (personId === undefined || embedding === undefined) this.#faces.delete(faceId);
      else this.#faces.set(faceId, { personId, embedding });
    }
    this.#layout = undefined;
  }

  /** Laid out anew after an update only. */
  layout(): SearchLayout {
    this.#layout ??= layOut(this.#faces);
    return this.#layout;
  }
}

function layOut(
  faces: ReadonlyMap<string, { readonly personId: string; readonly embedding: Float32Array }>,
): SearchLayout {
  // By id, so that the same faces give the same answers, in whatever order they came.
  const sorted = [...faces].sort(([a], [b]) => (a < b ? -1 : 1));
  const personIds = [...new Set(sorted.map(([, { personId }]) => personId))].sort();
  const identityById = new Map(personIds.map((personId, identity) => [personId, identity]));
  const [, { embedding } = { embedding: new Float32Array() }] = sorted[0] ?? [];
  const templates = stackRows(
    sorted.map(([, face]) => face.embedding),
    embedding.length,
  );
  const identityOf = Int32Array.from(sorted, ([, { personId }]) => identityById.get(personId) ?? Number.NaN);
  const gallery = { templates, identityOf, identityCount: personIds.length };
  const several = ofSeveral(gallery);
  return {
    gallery,
    several,
    means: selectRows(identityMeans(gallery), [...several]),
    personIds,
    faceIds: sorted.map(([faceId]) => faceId),
  };
}

/** Identities with more than one template. */
function ofSeveral({ identityOf, identityCount }: SearchableGallery): Int32Array {
  const counts = new Int32Array(identityCount);
  for (const identity of identityOf) counts[identity] = (counts[identity] as number) + 1;
  return Int32Array.from(counts.keys()).filter((identity) => (counts[identity] as number) > 1);
}
