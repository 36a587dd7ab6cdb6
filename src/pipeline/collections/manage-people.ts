import type { Step } from '../../collections/changes.ts';
import type { Actor } from '../../collections/ports.ts';
import { QuenError } from '../../core/errors.ts';
import type { CollectionInsights } from './analysis/collection-insights.ts';
import { type CollectionService, changePeople } from './change-people.ts';

/** Makes one person of two: all faces of the first become the second's. Undoing parts them again. Throws `NOT_FOUND`, and `CONFLICT` for one and the same. */
export async function mergePeople(
  service: CollectionService,
  { from, into }: { readonly from: string; readonly into: string },
  actor: Actor,
): Promise<void> {
  const { store } = service.ports;
  if (from === into) throw new QuenError('CONFLICT', `${from} cannot be merged with themselves.`);
  const person = await store.person(into);
  const faces = await store.facesOfPerson(from);
  const moved = faces.map(
    ({ id }): Step => ({ step: 'set-face', faceId: id, state: 'enrolled', personId: into }),
  );
  const steps: Step[] = [...moved, { step: 'remove-person', personId: from }];
  await changePeople(
    service,
    person.collectionId,
    { kind: 'merge', summary: 'Two people became one', steps },
    actor,
  );
}

/** Removes a person; their faces are nobody's, and undoing brings both back. To erase is another thing. Throws `NOT_FOUND`. */
export async function removePerson(
  service: CollectionService,
  personId: string,
  actor: Actor,
): Promise<void> {
  const { store } = service.ports;
  const { collectionId } = await store.person(personId);
  const faces = await store.facesOfPerson(personId);
  const freed = faces.map(
    ({ id }): Step => ({ step: 'set-face', faceId: id, state: 'unknown', personId: null }),
  );
  const steps: Step[] = [...freed, { step: 'remove-person', personId }];
  await changePeople(
    service,
    collectionId,
    { kind: 'remove-person', summary: 'A person was removed', steps },
    actor,
  );
}

/** Proof that somebody was erased. */
export interface ErasureProof {
  readonly photoCount: number;
  readonly faceCount: number;
  /** Rows by table that still name the person or a face of theirs; all 0. */
  readonly traces: Readonly<Record<string, number>>;
}

/** What erasing needs: what was found out about the collection names people too. */
type ErasingService = CollectionService & { readonly insights: Pick<CollectionInsights, 'forget'> };

/**
 * Erases a person for good: files, templates, rows and what is searched; the threshold is set anew without them. Stopped in the middle, erasing
 * again ends it as long as the person is there; files go after the rows, so that none is named that is gone. A collection that cannot be opened,
 * such as after its key was lost, is no hindrance. Throws `NOT_FOUND`.
 */
export async function erasePerson(service: ErasingService, personId: string): Promise<ErasureProof> {
  const { ports, live } = service;
  const { collectionId } = await ports.store.person(personId);
  const files = await ports.store.erasePerson(personId);
  service.insights.forget(collectionId);
  await ports.vault.remove(files);
  await live.takeOut(collectionId, files.faceIds);
  const traces = await ports.store.traces(personId, files.faceIds);
  return { photoCount: files.photoIds.length, faceCount: files.faceIds.length, traces };
}

/** Erases everybody whose time is over. @returns how many */
export async function eraseExpired(service: ErasingService): Promise<number> {
  const expired = await service.ports.store.expiredPeople(service.ports.now());
  for (const { id } of expired) await erasePerson(service, id);
  return expired.length;
}
