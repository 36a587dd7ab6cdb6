import type { EmbeddedFace } from '../../core/photo.ts';
import { dot, normalised, squaredLength } from '../../numerics/vector.ts';
import type { ServicePorts } from './service-ports.ts';

/** What one network alone says of a face and an enrolled one: their cosine. */
export interface NetworkVote {
  readonly network: string;
  readonly score: number;
}

/**
 * What each network alone says of a face and a template that were fused from several; none where one network is all there is, or the template is
 * not of these networks.
 * @param embeddings of the face, one a network @param template fused, see `fuseEmbeddings` @param names of the networks, in their order
 */
export function networkVotes(
  embeddings: readonly Float32Array[],
  template: Float32Array,
  names: readonly string[],
): NetworkVote[] {
  const length = embeddings.reduce((sum, embedding) => sum + embedding.length, 0);
  if (embeddings.length < 2 || length !== template.length) return [];
  let offset = 0;
  return embeddings.flatMap((embedding, place) => {
    const part = template.subarray(offset, offset + embedding.length);
    offset += embedding.length;
    // A network that failed on either has no say.
    if (squaredLength(embedding) === 0 || squaredLength(part) === 0) return [];
    return [{ network: names[place] ?? '', score: dot(normalised(embedding), normalised(part)) }];
  });
}

/** The votes of a service's networks on faces and the enrolled faces nearest to them, in the order of the faces. Throws `DATABASE_*` and `ENCRYPTION_KEY`. */
export async function votesOnNearest(
  { store, networks }: ServicePorts,
  faces: readonly { readonly face: EmbeddedFace; readonly nearestId: string | undefined }[],
): Promise<NetworkVote[][]> {
  if (faces.every(({ face }) => face.embeddings.length < 2)) return faces.map(() => []);
  const ids = faces.flatMap(({ nearestId }) => (nearestId === undefined ? [] : [nearestId]));
  const templates = await store.embeddings(ids);
  const names = networks.split(' ').map((stamp) => stamp.split(':')[0] ?? '');
  return faces.map(({ face, nearestId }) => {
    const template = nearestId === undefined ? undefined : templates.get(nearestId);
    return template === undefined ? [] : networkVotes(face.embeddings, template, names);
  });
}
