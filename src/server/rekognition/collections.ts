import { z } from 'zod';
import type { Person } from '../../collections/collection.ts';
import type { Page } from '../../collections/ports.ts';
import { isQuenError } from '../../core/errors.ts';
import { type Call, collectionName, collectionNamed, type Operation, operation } from './operation.ts';
import { Refusal } from './refusal.ts';

/** How a collection made here decides, as by default elsewhere. */
const FPIR = 0.01;
const PEOPLE_PAGE = 1000;

const named = z.strictObject({ CollectionId: collectionName });

/** Makes a collection. */
export const createCollection: Operation = operation(
  'admin',
  z.strictObject({
    CollectionId: collectionName.regex(/^[\w.-]+$/, 'may have letters, digits, and _ . - only'),
  }),
  async ({ CollectionId: name }, { service: { ports, log }, actor }) => {
    const { networks } = ports;
    const at = ports.now();
    const made = {
      id: ports.newId('collection'),
      name,
      createdAt: at,
      networks,
      fpir: FPIR,
      rule: 'blend',
    } as const;
    await ports.store.addCollection(made).catch((cause: unknown) => {
      if (!isQuenError(cause, 'CONFLICT')) throw cause;
      throw new Refusal('ResourceAlreadyExistsException', `There is a collection '${name}' already.`);
    });
    await log.record([{ at, action: 'collection.add', collectionId: made.id, ...actor }]);
    return { StatusCode: 200, CollectionArn: arnOf(name), FaceModelVersion: networks };
  },
);

/** Removes a collection with all that is in it. */
export const deleteCollection: Operation = operation('admin', named, async ({ CollectionId }, call) => {
  const { ports, live, log } = call.service;
  const { id } = await collectionNamed(call, CollectionId);
  const files = await ports.store.removeCollection(id);
  await ports.vault.remove(files);
  await live.forget(id);
  await log.record([{ at: ports.now(), action: 'collection.remove', collectionId: id, ...call.actor }]);
  return { StatusCode: 200 };
});

/** Lists collections by name; a part's token is its last name. */
export const listCollections: Operation = operation(
  'identify',
  z.strictObject({
    MaxResults: z.int().min(0).max(4096).optional(),
    NextToken: z.string().max(255).optional(),
  }),
  async ({ MaxResults = 1000, NextToken = '' }, { service }) => {
    const all = [...(await service.ports.store.collections())].sort((a, b) => (a.name < b.name ? -1 : 1));
    const rest = all.filter(({ name }) => name > NextToken);
    const part = rest.slice(0, Math.max(1, MaxResults));
    return {
      CollectionIds: part.map(({ name }) => name),
      FaceModelVersions: part.map(({ networks }) => networks),
      ...(part.length < rest.length && { NextToken: part.at(-1)?.name }),
    };
  },
);

/** Says how large a collection is. */
export const describeCollection: Operation = operation('identify', named, async ({ CollectionId }, call) => {
  const { id, name, createdAt, networks } = await collectionNamed(call, CollectionId);
  return {
    FaceCount: await countFaces(call, id),
    FaceModelVersion: networks,
    CollectionARN: arnOf(name),
    CreationTimestamp: createdAt.getTime() / 1000,
  };
});

async function countFaces({ service }: Call, collectionId: string): Promise<number> {
  let count = 0;
  let after: string | undefined;
  do {
    const page: Page<Person> = await service.ports.store.people(collectionId, {
      limit: PEOPLE_PAGE,
      ...(after !== undefined && { after }),
    });
    for (const { faceCount } of page.items) count += faceCount;
    after = page.next;
  } while (after !== undefined);
  return count;
}

/** In the shape of theirs, of no account or region. */
function arnOf(name: string): string {
  return `arn:quen:rekognition:::collection/${name}`;
}
