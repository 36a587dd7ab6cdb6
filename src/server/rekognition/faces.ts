import { z } from 'zod';
import type { Step } from '../../collections/changes.ts';
import type { StoredFace } from '../../collections/collection.ts';
import { changePeople } from '../../pipeline/collections/change-people.ts';
import { faceIdOf, toUuid } from './face-ids.ts';
import { type Call, collectionName, collectionNamed, type Operation, operation } from './operation.ts';
import { enrolledFace, faceJson, recordRead } from './stored-faces.ts';

/** Faces of one part of a list, at most. */
const PART = 1000;

/** A face's id in their shape; it becomes ours. */
export const faceId = z.uuid().transform(faceIdOf);
const faceIds = z.array(faceId).min(1).max(4096);

/** Lists the enrolled faces, newest first. */
export const listFaces: Operation = operation(
  'identify',
  z.strictObject({
    CollectionId: collectionName,
    NextToken: z.string().max(1000).optional(),
    MaxResults: z.int().min(0).max(4096).optional(),
    FaceIds: faceIds.optional(),
  }),
  async ({ CollectionId, NextToken, MaxResults = PART, FaceIds }, call) => {
    const { id, networks } = await collectionNamed(call, CollectionId);
    const { items, next } =
      FaceIds === undefined
        ? await call.service.ports.store.facesInState(id, 'enrolled', {
            limit: Math.min(PART, Math.max(1, MaxResults)),
            ...(NextToken !== undefined && { after: NextToken }),
          })
        : { items: await enrolledFaces(call, id, FaceIds), next: undefined };
    await recordRead(call, id, { action: 'people.list', faces: items });
    return {
      Faces: await Promise.all(items.map((face) => faceJson(call, face))),
      FaceModelVersion: networks,
      ...(next !== undefined && { NextToken: next }),
    };
  },
);

/** Takes faces out of what is searched, as one change that can be undone; a person whose last face goes, goes too. */
export const deleteFaces: Operation = operation(
  'enrol',
  z.strictObject({ CollectionId: collectionName, FaceIds: faceIds }),
  async ({ CollectionId, FaceIds }, call) => {
    const { service, actor } = call;
    const { id } = await collectionNamed(call, CollectionId);
    const faces = await enrolledFaces(call, id, FaceIds);
    const summary = `${faces.length} faces were taken out`;
    const steps = await removalOf(call, faces);
    if (faces.length > 0) await changePeople(service, id, { kind: 'remove-faces', summary, steps }, actor);
    const deleted = new Set(faces.map((face) => face.id));
    return {
      DeletedFaces: [...deleted].map(toUuid),
      UnsuccessfulFaceDeletions: [...new Set(FaceIds)]
        .filter((wanted) => !deleted.has(wanted))
        .map((wanted) => ({ FaceId: toUuid(wanted), Reasons: ['FACE_NOT_FOUND'] })),
    };
  },
);

/** Faces of ids, each once; those that are not enrolled in the collection are left out. */
async function enrolledFaces(
  call: Call,
  collectionId: string,
  ids: readonly string[],
): Promise<StoredFace[]> {
  const faces = await Promise.all([...new Set(ids)].map((id) => enrolledFace(call, collectionId, id)));
  return faces.filter((face) => face !== undefined);
}

async function removalOf({ service: { ports } }: Call, faces: readonly StoredFace[]): Promise<Step[]> {
  const going = new Set(faces.map(({ id }) => id));
  const people = new Set(faces.flatMap(({ personId }) => (personId === undefined ? [] : [personId])));
  const steps = faces.map(
    ({ id }): Step => ({ step: 'set-face', faceId: id, state: 'dismissed', personId: null }),
  );
  for (const personId of people) {
    const own = await ports.store.facesOfPerson(personId);
    if (own.every(({ id }) => going.has(id))) steps.push({ step: 'remove-person', personId });
  }
  return steps;
}
