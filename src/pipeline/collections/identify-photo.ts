import type { FaceHit } from '../../collections/face-search.ts';
import type { FaceAnswer, PhotoAnswer } from '../../collections/identify-answer.ts';
import type { Threshold } from '../../core/identification.ts';
import type { EmbeddedFace } from '../../core/photo.ts';
import { fuseEmbeddings } from '../../embedding/fuse.ts';
import { stackRows } from '../../numerics/matrix.ts';
import { decide } from '../../rejection/decide.ts';
import { keepPhoto } from './keep-photo.ts';
import type { LiveCollections } from './live-collections.ts';
import type { ServicePorts } from './service-ports.ts';

/** How a photo is to be answered. */
export interface IdentifyRequest {
  /** Candidates a face, in 1 to 100. */
  readonly limit: number;
  readonly evidence: boolean;
  /** Whether the faces wait for a person to look at them; nothing of the photo is kept otherwise. */
  readonly keep: boolean;
}

/** Names the faces of a photo. Throws `NOT_FOUND` for the collection, `SERVICE_BUSY`, `DATABASE_*` and `OUTPUT_*`. */
export async function identifyPhoto(
  service: { readonly ports: ServicePorts; readonly live: LiveCollections },
  collectionId: string,
  bytes: Uint8Array,
  request: IdentifyRequest,
): Promise<PhotoAnswer> {
  const { ports, live } = service;
  const { decision, rule } = await live.open(collectionId);
  const { extraction, sha256 } = await ports.extract(bytes);
  if (extraction.kind === 'failed')
    return { kind: 'failed', code: extraction.code, reason: extraction.reason };
  const { widthPx, heightPx } = extraction;
  if (extraction.kind === 'no-face') return { kind: 'no-face', widthPx, heightPx };
  const embeddings = extraction.faces.map((face) => fuseEmbeddings(face.embeddings));
  const probes = stackRows(embeddings, embeddings[0]?.length ?? 0);
  const hits = await ports.search.search(collectionId, probes, { rule, limit: Math.max(request.limit, 2) });
  const names = await namesOf(ports, hits);
  const kept = request.keep
    ? await keepPhoto(ports, { collectionId, bytes, sha256, extraction, embeddings, state: 'waiting' })
    : undefined;
  const faces = extraction.faces.map((face, index): FaceAnswer => {
    const faceId = kept?.faces[index]?.face.id;
    const answer = answerOf(face, hits[index] ?? { candidates: [] }, { ...decision, names, request });
    return faceId === undefined ? answer : { faceId, ...answer };
  });
  return { kind: 'faces', ...(kept && { photoId: kept.photo.id }), widthPx, heightPx, faces };
}

async function namesOf({ store }: ServicePorts, hits: readonly FaceHit[]): Promise<Map<string, string>> {
  const ids = new Set(hits.flatMap(({ candidates }) => candidates.map(({ personId }) => personId)));
  const people = await Promise.all([...ids].map((id) => store.person(id).catch(() => undefined)));
  return new Map(
    people.flatMap((person) => (person === undefined ? [] : [[person.id, person.name] as const])),
  );
}

interface Answering {
  readonly threshold: Threshold;
  readonly probabilityOf: ((score: number) => number) | undefined;
  readonly names: ReadonlyMap<string, string>;
  readonly request: IdentifyRequest;
}

function answerOf(
  face: EmbeddedFace,
  hit: FaceHit,
  { threshold, probabilityOf, names, request }: Answering,
): FaceAnswer {
  // Somebody removed since the search has no name and is no answer.
  const candidates = hit.candidates.flatMap(({ personId, score }) => {
    const name = names.get(personId);
    return name === undefined ? [] : [{ personId, name, score }];
  });
  const place = { box: face.box, detectionScore: face.score };
  const [best, next] = candidates;
  if (best === undefined)
    return { ...place, candidates, decision: { kind: 'unknown' }, reason: 'nobody is enrolled' };
  const { decision, reason } = decide(
    candidates.map(({ name, score }) => ({ identity: name, score })),
    threshold,
  );
  return {
    ...place,
    candidates: candidates.slice(0, request.limit),
    ...(probabilityOf && { probability: probabilityOf(best.score) }),
    decision:
      decision.kind === 'identified'
        ? { kind: 'identified', ...best }
        : { kind: 'unknown', bestScore: best.score },
    reason,
    ...(request.evidence && {
      evidence: {
        threshold: threshold.value,
        ...(hit.nearest && { nearest: hit.nearest }),
        ...(next && { margin: best.score - next.score }),
      },
    }),
  };
}
