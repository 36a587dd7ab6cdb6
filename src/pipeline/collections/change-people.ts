import type { Change, Step } from '../../collections/changes.ts';
import type { TemplateUpdate } from '../../collections/face-search.ts';
import type { JobSettlement } from '../../collections/jobs.ts';
import type { Actor, NewPhoto } from '../../collections/ports.ts';
import type { LiveCollections } from './live-collections.ts';
import type { ServicePorts } from './service-ports.ts';

/** The service of collections: what it works with, and what it holds. */
export interface CollectionService {
  readonly ports: ServicePorts;
  readonly live: LiveCollections;
}

/** A change of a collection that a user makes. */
export interface WantedChange {
  readonly kind: string;
  readonly summary: string;
  readonly photos?: readonly NewPhoto[];
  readonly steps: readonly Step[];
  /** A photo of a job that is settled with it, both or neither. */
  readonly settles?: JobSettlement;
}

/** Carries out a change, and brings it to the search. Throws `NOT_FOUND`, `CONFLICT` and `DATABASE_*`. */
export async function changePeople(
  service: CollectionService,
  collectionId: string,
  wanted: WantedChange,
  actor: Actor,
): Promise<Change> {
  // Opened first: a collection that cannot be searched is not changed either.
  await service.live.open(collectionId);
  const change = await service.ports.store.change(collectionId, wanted, actor);
  await bringToSearch(service, collectionId, { steps: wanted.steps, photos: wanted.photos ?? [] });
  return change;
}

/** Takes back a change, or the newest that stands. Throws as {@link changePeople}. */
export async function undoChange(
  service: CollectionService,
  collectionId: string,
  changeId?: number,
): Promise<Change> {
  await service.live.open(collectionId);
  const change = await service.ports.store.undo(collectionId, changeId);
  await bringToSearch(service, collectionId, { steps: change.undo, photos: [] });
  return change;
}

async function bringToSearch(
  { ports, live }: CollectionService,
  collectionId: string,
  { steps, photos }: { readonly steps: readonly Step[]; readonly photos: readonly NewPhoto[] },
): Promise<void> {
  const personOf = new Map(
    steps.flatMap((step) => (step.step === 'set-face' ? [[step.faceId, step.personId] as const] : [])),
  );
  const known = new Map(
    photos.flatMap(({ faces }) => faces.map(({ face, embedding }) => [face.id, embedding] as const)),
  );
  const missing = [...personOf].flatMap(([faceId, personId]) =>
    personId !== null && !known.has(faceId) ? [faceId] : [],
  );
  const read = await ports.store.embeddings(missing);
  const updates = [...personOf].map(([faceId, personId]): TemplateUpdate => {
    const embedding = known.get(faceId) ?? read.get(faceId);
    return personId === null || embedding === undefined
      ? { faceId, personId: undefined }
      : { faceId, personId, embedding };
  });
  await live.update(collectionId, updates);
}
