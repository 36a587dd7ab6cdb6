import type { Step } from '../../collections/changes.ts';
import type { StoredFace } from '../../collections/collection.ts';
import type { JobOutcome, JobSettlement } from '../../collections/jobs.ts';
import type { Actor } from '../../collections/ports.ts';
import { primaryFace } from '../../detection/primary-face.ts';
import { fuseEmbeddings } from '../../embedding/fuse.ts';
import { type CollectionService, changePeople } from './change-people.ts';
import { keepFiles, storeOrRemoveFiles } from './keep-photo.ts';

/** Whom a photo is to be enrolled as: somebody known, or somebody new. */
export type EnrolTarget =
  | { readonly kind: 'known'; readonly personId: string }
  | {
      readonly kind: 'new';
      readonly name: string;
      readonly externalId?: string;
      /** Their id, where it is known before they are. */
      readonly personId?: string;
    };

/** What enrolling a photo came to. */
export type EnrolAnswer =
  | {
      readonly kind: 'enrolled';
      readonly personId: string;
      readonly face: StoredFace;
      /** Faces of the photo; the largest in its middle was taken. */
      readonly faceCount: number;
    }
  | { readonly kind: 'no-face' }
  | { readonly kind: 'repeated'; readonly personId: string; readonly photoId: string }
  | { readonly kind: 'failed'; readonly code: string; readonly reason: string };

/** A photo to enrol. */
export interface EnrolRequest {
  readonly bytes: Uint8Array;
  readonly target: EnrolTarget;
  /** The photo of a job that this is: where it is enrolled, it is settled with that, both or neither. */
  readonly settling?: (enrolled: Extract<JobOutcome, { kind: 'enrolled' }>) => JobSettlement;
}

/**
 * Enrols a photo as somebody, whole or not at all. A photo whose very bytes that person is enrolled with is not enrolled again. Throws
 * `NOT_FOUND`, `CONFLICT`, `SERVICE_BUSY`, `OUTPUT_*` and `DATABASE_*`.
 */
export async function enrolPhoto(
  service: CollectionService,
  collectionId: string,
  { bytes, target, settling }: EnrolRequest,
  actor: Actor,
): Promise<EnrolAnswer> {
  const { ports, live } = service;
  await live.open(collectionId);
  if (target.kind === 'known') await ports.store.person(target.personId);
  const { extraction, sha256, qualities } = await ports.extract(bytes, { isMeasured: true });
  if (extraction.kind === 'failed')
    return { kind: 'failed', code: extraction.code, reason: extraction.reason };
  if (extraction.kind === 'no-face') return { kind: 'no-face' };
  const repeated =
    target.kind === 'known' ? await photoOf(service, target.personId, { collectionId, sha256 }) : undefined;
  if (repeated !== undefined && target.kind === 'known')
    return { kind: 'repeated', personId: target.personId, photoId: repeated };
  const embeddings = extraction.faces.map((face) => fuseEmbeddings(face.embeddings));
  const photo = await keepFiles(ports, {
    collectionId,
    bytes,
    sha256,
    extraction,
    embeddings,
    qualities,
    state: 'dismissed',
  });
  const { face } = photo.faces[primaryFace(extraction.faces, extraction)] ?? {};
  if (face === undefined) return { kind: 'no-face' };
  const { personId, steps } = stepsFor(service, target);
  const enrolled: Step = { step: 'set-face', faceId: face.id, state: 'enrolled', personId };
  const wanted = {
    kind: 'enrol',
    summary: 'A photo was enrolled',
    photos: [photo],
    steps: [...steps, enrolled],
    ...(settling && {
      settles: settling({ kind: 'enrolled', personId, photoId: photo.photo.id, faceId: face.id }),
    }),
  };
  await storeOrRemoveFiles(ports, photo, () => changePeople(service, collectionId, wanted, actor));
  return {
    kind: 'enrolled',
    personId,
    face: { ...face, state: 'enrolled', personId },
    faceCount: extraction.faces.length,
  };
}

async function photoOf(
  { ports: { store } }: CollectionService,
  personId: string,
  { collectionId, sha256 }: { readonly collectionId: string; readonly sha256: string },
): Promise<string | undefined> {
  for (const { id } of await store.photosByHash(collectionId, sha256)) {
    const faces = await store.facesOfPhoto(id);
    if (faces.some((face) => face.personId === personId)) return id;
  }
  return undefined;
}

function stepsFor({ ports }: CollectionService, target: EnrolTarget): { personId: string; steps: Step[] } {
  if (target.kind === 'known') return { personId: target.personId, steps: [] };
  const personId = target.personId ?? ports.newId('person');
  return {
    personId,
    steps: [
      {
        step: 'add-person',
        personId,
        name: target.name,
        externalId: target.externalId ?? null,
        consent: null,
        retainUntil: null,
        createdAt: ports.now().toISOString(),
      },
    ],
  };
}
