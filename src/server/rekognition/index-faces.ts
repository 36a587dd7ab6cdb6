import { z } from 'zod';
import type { Step } from '../../collections/changes.ts';
import type { StoredFace } from '../../collections/collection.ts';
import type { NewPhoto } from '../../collections/ports.ts';
import { isQuenError, QuenError } from '../../core/errors.ts';
import { fuseEmbeddings } from '../../embedding/fuse.ts';
import { changePeople } from '../../pipeline/collections/change-people.ts';
import { type EnrolTarget, enrolPhoto } from '../../pipeline/collections/enrol-photo.ts';
import { keepFiles, storeOrRemoveFiles } from '../../pipeline/collections/keep-photo.ts';
import { toUuid } from './face-ids.ts';
import { type Call, collectionName, collectionNamed, type Operation, operation } from './operation.ts';
import { imageSchema, qualityFilter, sizedFaces } from './photo-faces.ts';
import { faceJson } from './stored-faces.ts';

/** Faces of a photo: those that were enrolled, and those that were not. */
interface Indexed {
  readonly enrolled: readonly StoredFace[];
  readonly left: readonly StoredFace[];
}

const NOTHING: Indexed = { enrolled: [], left: [] };

/**
 * Enrols faces of a photo. With an `ExternalImageId` the face that the photo is about becomes a template of the person of that id; without one,
 * each face, up to `MaxFaces` and the largest first, is a person of its own.
 */
export const indexFaces: Operation = operation(
  'enrol',
  z.strictObject({
    CollectionId: collectionName,
    Image: imageSchema,
    ExternalImageId: z
      .string()
      .max(255)
      .regex(/^[\w.:-]+$/, 'may have letters, digits, and _ . - : only')
      .optional(),
    DetectionAttributes: z.array(z.string()).max(20).optional(),
    MaxFaces: z.int().min(1).default(100),
    QualityFilter: qualityFilter,
  }),
  async ({ CollectionId, Image, ExternalImageId, MaxFaces }, call) => {
    const { id, networks } = await collectionNamed(call, CollectionId);
    const { enrolled, left } =
      ExternalImageId === undefined
        ? await enrolEach(call, id, { bytes: Image, limit: MaxFaces })
        : await enrolAs(call, id, { bytes: Image, externalId: ExternalImageId });
    return {
      FaceModelVersion: networks,
      FaceRecords: await Promise.all(enrolled.map((face) => recordOf(call, face))),
      UnindexedFaces: await Promise.all(
        left.map(async (face) => ({
          Reasons: ['EXCEEDS_MAX_FACES'],
          FaceDetail: (await recordOf(call, face)).FaceDetail,
        })),
      ),
    };
  },
);

async function recordOf(call: Call, face: StoredFace) {
  const Face = await faceJson(call, face);
  return { Face, FaceDetail: { BoundingBox: Face.BoundingBox, Confidence: Face.Confidence } };
}

async function enrolAs(
  call: Call,
  collectionId: string,
  wanted: { readonly bytes: Uint8Array; readonly externalId: string },
): Promise<Indexed> {
  const { service, actor } = call;
  const answer = await enrolPhoto(
    service,
    collectionId,
    { bytes: wanted.bytes, target: await targetOf(call, collectionId, wanted.externalId) },
    actor,
  ).catch(async (cause: unknown) => {
    // Another request may have made the person since they were looked for.
    const target = await targetOf(call, collectionId, wanted.externalId);
    if (!isQuenError(cause, 'CONFLICT') || target.kind === 'new') throw cause;
    return await enrolPhoto(service, collectionId, { bytes: wanted.bytes, target }, actor);
  });
  if (answer.kind === 'failed') throw new QuenError(answer.code as 'PHOTO_UNREADABLE', answer.reason);
  if (answer.kind === 'no-face') return NOTHING;
  const { personId } = answer;
  const photoId = answer.kind === 'enrolled' ? answer.face.photoId : answer.photoId;
  const faces = await service.ports.store.facesOfPhoto(photoId);
  return {
    enrolled: faces.filter((face) => face.personId === personId),
    left: faces.filter((face) => face.state === 'dismissed'),
  };
}

async function targetOf({ service }: Call, collectionId: string, externalId: string): Promise<EnrolTarget> {
  const known = await service.ports.store.personByExternalId(collectionId, externalId);
  return known === undefined
    ? { kind: 'new', name: externalId, externalId }
    : { kind: 'known', personId: known.id };
}

async function enrolEach(
  call: Call,
  collectionId: string,
  { bytes, limit }: { readonly bytes: Uint8Array; readonly limit: number },
): Promise<Indexed> {
  const { service, actor } = call;
  const { ports, live } = service;
  await live.open(collectionId);
  const { extraction, sha256, qualities } = await ports.extract(bytes, { isMeasured: true });
  const { faces } = sizedFaces(extraction);
  if (extraction.kind !== 'faces' || faces.length === 0) return NOTHING;
  const known = await indexedBefore(call, collectionId, sha256);
  if (known.length > 0) return { enrolled: known, left: [] };
  const photo = await keepFiles(ports, {
    collectionId,
    bytes,
    sha256,
    extraction: { ...extraction, faces },
    embeddings: faces.map((face) => fuseEmbeddings(face.embeddings)),
    qualities: qualities && faces.flatMap((face) => qualities[extraction.faces.indexOf(face)] ?? []),
    state: 'dismissed',
  });
  const taken = photo.faces.slice(0, limit).map(({ face }) => face);
  const people = taken.map((face) => ({ face, personId: ports.newId('person') }));
  const wanted = {
    kind: 'enrol',
    summary: `${people.length} faces were enrolled as new people`,
    photos: [photo],
    steps: people.flatMap(({ face, personId }) => newPerson(face, personId, ports.now())),
  };
  await storeOrRemoveFiles(ports, photo, () => changePeople(service, collectionId, wanted, actor));
  return indexedNow(photo, people);
}

/** The same photo sent again makes nobody anew. */
async function indexedBefore(
  { service: { ports } }: Call,
  collectionId: string,
  sha256: string,
): Promise<StoredFace[]> {
  const photos = await ports.store.photosByHash(collectionId, sha256);
  const faces = await Promise.all(photos.map(({ id }) => ports.store.facesOfPhoto(id)));
  return faces.flat().filter(({ state }) => state === 'enrolled');
}

function newPerson(face: StoredFace, personId: string, now: Date): Step[] {
  return [
    {
      step: 'add-person',
      personId,
      name: toUuid(face.id),
      externalId: null,
      consent: null,
      retainUntil: null,
      createdAt: now.toISOString(),
    },
    { step: 'set-face', faceId: face.id, state: 'enrolled', personId },
  ];
}

function indexedNow(
  { faces }: NewPhoto,
  people: readonly { readonly face: StoredFace; readonly personId: string }[],
): Indexed {
  return {
    enrolled: people.map(({ face, personId }): StoredFace => ({ ...face, state: 'enrolled', personId })),
    left: faces.slice(people.length).map(({ face }) => face),
  };
}
