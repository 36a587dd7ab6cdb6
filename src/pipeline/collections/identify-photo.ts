import type { FaceAnswer, PhotoAnswer } from '../../collections/identify-answer.ts';
import type { JobSettlement, SearchedFace } from '../../collections/jobs.ts';
import type { NewPhoto } from '../../collections/ports.ts';
import { fuseEmbeddings } from '../../embedding/fuse.ts';
import { stackRows } from '../../numerics/matrix.ts';
import { decide } from '../../rejection/decide.ts';
import { judgeQuality } from './judge-quality.ts';
import { keepPhoto } from './keep-photo.ts';
import type { LiveCollections } from './live-collections.ts';
import { votesOnNearest } from './network-votes.ts';
import type { ServicePorts } from './service-ports.ts';

/** How a photo is to be answered. */
export interface IdentifyRequest {
  /** Candidates a face, in 1 to 100. */
  readonly limit: number;
  readonly evidence: boolean;
  /** Whether the faces wait for a person to look at them; nothing of the photo is kept otherwise. */
  readonly keep: boolean;
}

/** How a photo is to be searched. */
export interface SearchRequest extends Pick<IdentifyRequest, 'limit' | 'keep'> {
  /** Whether the networks' votes and the quality of faces are wanted. */
  readonly evidence?: boolean;
  /** The photo of a job that this is: where it is kept, it is settled with that, both or neither. */
  readonly settling?: (searched: SearchedFaces) => JobSettlement;
}

/** What a photo gave, by ids alone. */
export type SearchedPhoto =
  | {
      readonly kind: 'faces';
      readonly photoId?: string;
      readonly widthPx: number;
      readonly heightPx: number;
      readonly faces: readonly SearchedFace[];
    }
  | Exclude<PhotoAnswer, { kind: 'faces' }>;

/** Names the faces of a photo. Throws `NOT_FOUND` for the collection, `SERVICE_BUSY`, `DATABASE_*` and `OUTPUT_*`. */
export async function identifyPhoto(
  service: { readonly ports: ServicePorts; readonly live: LiveCollections },
  collectionId: string,
  bytes: Uint8Array,
  request: IdentifyRequest,
): Promise<PhotoAnswer> {
  const searched = await searchPhoto(service, collectionId, bytes, request);
  if (searched.kind !== 'faces') return searched;
  const names = await namesIn(service.ports, searched.faces);
  return { ...searched, faces: searched.faces.map((face) => namedFace(face, names, request)) };
}

/** Searches the faces of a photo; two candidates a face at least. Throws as {@link identifyPhoto}. */
export async function searchPhoto(
  { ports, live }: { readonly ports: ServicePorts; readonly live: LiveCollections },
  collectionId: string,
  bytes: Uint8Array,
  { limit, keep, evidence, settling }: SearchRequest,
): Promise<SearchedPhoto> {
  const { decision, rule } = await live.open(collectionId);
  const isMeasured = evidence === true || keep;
  const { extraction, sha256, qualities } = await ports.extract(bytes, { isMeasured });
  if (extraction.kind === 'failed')
    return { kind: 'failed', code: extraction.code, reason: extraction.reason };
  const { widthPx, heightPx } = extraction;
  if (extraction.kind === 'no-face') return { kind: 'no-face', widthPx, heightPx };
  const embeddings = extraction.faces.map((face) => fuseEmbeddings(face.embeddings));
  const probes = stackRows(embeddings, embeddings[0]?.length ?? 0);
  const hits = await ports.search.search(collectionId, probes, { rule, limit: Math.max(limit, 2) });
  const votes =
    evidence === true &&
    (await votesOnNearest(
      ports,
      extraction.faces.map((face, index) => ({ face, nearestId: hits[index]?.nearest?.faceId })),
    ));
  const faces = extraction.faces.map((face, index): SearchedFace => {
    const { candidates = [], nearest } = hits[index] ?? {};
    const [best] = candidates;
    const probability = best && decision.probabilityOf?.(best.score);
    const quality = evidence === true ? qualities?.[index] : undefined;
    return {
      box: face.box,
      detectionScore: face.score,
      candidates,
      threshold: decision.threshold.value,
      ...(probability !== undefined && { probability }),
      ...(nearest && { nearest }),
      ...(votes && { votes: votes[index] ?? [] }),
      ...(quality && { quality: judgeQuality(quality) }),
    };
  });
  const searched = { kind: 'faces', widthPx, heightPx, faces } as const;
  if (!keep) return searched;
  const kept = await keepPhoto(
    ports,
    { collectionId, bytes, sha256, extraction, embeddings, qualities, state: 'waiting' },
    settling && ((photo) => settling(withIds(searched, photo))),
  );
  return withIds(searched, kept);
}

type SearchedFaces = Extract<SearchedPhoto, { kind: 'faces' }>;

function withIds(searched: SearchedFaces, { photo, faces }: NewPhoto): SearchedFaces {
  return {
    ...searched,
    photoId: photo.id,
    faces: searched.faces.map((face, index) => {
      const faceId = faces[index]?.face.id;
      return faceId === undefined ? face : { faceId, ...face };
    }),
  };
}

/** Names of the candidates of faces; people who are not there any more have none. Throws `DATABASE_*`. */
export async function namesIn(
  { store }: ServicePorts,
  faces: readonly SearchedFace[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(faces.flatMap(({ candidates }) => candidates.map(({ personId }) => personId)));
  return await store.names([...ids]);
}

/** The answer for a face that was searched. Somebody without a name was removed since, and is no answer. */
export function namedFace(
  face: SearchedFace,
  names: ReadonlyMap<string, string>,
  request: Pick<IdentifyRequest, 'limit' | 'evidence'>,
): FaceAnswer {
  const candidates = face.candidates.flatMap(({ personId, score }) => {
    const name = names.get(personId);
    return name === undefined ? [] : [{ personId, name, score }];
  });
  const { faceId, box, detectionScore, nearest, threshold, probability, votes, quality } = face;
  const place = { ...(faceId !== undefined && { faceId }), box, detectionScore };
  const [best, next] = candidates;
  if (best === undefined)
    return { ...place, candidates, decision: { kind: 'unknown' }, reason: 'nobody is enrolled' };
  const { decision, reason } = decide(
    candidates.map(({ name, score }) => ({ identity: name, score })),
    { value: threshold },
  );
  // What was learnt of a score is of the first candidate's.
  const isFirst = best.personId === face.candidates[0]?.personId;
  return {
    ...place,
    candidates: candidates.slice(0, request.limit),
    ...(probability !== undefined && isFirst && { probability }),
    decision:
      decision.kind === 'identified'
        ? { kind: 'identified', ...best }
        : { kind: 'unknown', bestScore: best.score },
    reason,
    ...(request.evidence && {
      evidence: {
        threshold,
        ...(nearest && names.has(nearest.personId) && { nearest }),
        ...(next && { margin: best.score - next.score }),
        ...(votes && votes.length > 0 && { votes }),
        ...(quality && { quality }),
      },
    }),
  };
}
