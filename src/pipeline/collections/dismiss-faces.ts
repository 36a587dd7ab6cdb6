import type { Change, Step } from '../../collections/changes.ts';
import type { Actor } from '../../collections/ports.ts';
import { type CollectionService, changePeople } from './change-people.ts';

/** Puts faces aside: they are asked about no more. Undoing brings them back. Throws `NOT_FOUND`. */
export async function dismissFaces(
  service: CollectionService,
  collectionId: string,
  faceIds: readonly string[],
  actor: Actor,
): Promise<Change> {
  const steps = faceIds.map(
    (faceId): Step => ({ step: 'set-face', faceId, state: 'dismissed', personId: null }),
  );
  const summary = `${faceIds.length} faces were put aside`;
  return await changePeople(service, collectionId, { kind: 'dismiss', summary, steps }, actor);
}
