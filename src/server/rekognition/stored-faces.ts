import type { StoredFace } from '../../collections/collection.ts';
import { isQuenError } from '../../core/errors.ts';
import { toUuid } from './face-ids.ts';
import type { Call } from './operation.ts';
import { placed } from './photo-faces.ts';

/** An enrolled face in their shape. Throws `NOT_FOUND` where its photo or person went meanwhile. */
export async function faceJson({ service: { ports } }: Call, face: StoredFace) {
  const [photo, person] = await Promise.all([
    ports.store.photo(face.photoId),
    face.personId === undefined ? undefined : ports.store.person(face.personId),
  ]);
  return {
    FaceId: toUuid(face.id),
    ImageId: toUuid(photo.id),
    ...(person?.externalId !== undefined && { ExternalImageId: person.externalId }),
    ...placed({ box: face.box, score: face.detectionScore }, photo),
  };
}

/** An enrolled face of a collection, of the id given; undefined for any other. Throws `DATABASE_*`. */
export async function enrolledFace(
  { service: { ports } }: Call,
  collectionId: string,
  faceId: string,
): Promise<StoredFace | undefined> {
  const face = await ports.store.face(faceId).catch((cause: unknown) => {
    if (isQuenError(cause, 'NOT_FOUND')) return undefined;
    throw cause;
  });
  return face?.collectionId === collectionId && face.state === 'enrolled' ? face : undefined;
}

/** Puts into the log that people were read, each once. */
export async function recordRead(
  { service: { ports, log }, actor }: Call,
  collectionId: string,
  { action, faces }: { readonly action: string; readonly faces: readonly StoredFace[] },
): Promise<void> {
  const at = ports.now();
  const people = new Set(faces.flatMap(({ personId }) => (personId === undefined ? [] : [personId])));
  await log.record([...people].map((personId) => ({ at, action, collectionId, personId, ...actor })));
}
