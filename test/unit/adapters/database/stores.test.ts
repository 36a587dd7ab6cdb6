import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Database } from '../../../../src/adapters/database/database.ts';
import { embeddingCipher } from '../../../../src/adapters/database/embedding-cipher.ts';
import { accessLog } from '../../../../src/adapters/database/stores/access-log.ts';
import { collectionStore } from '../../../../src/adapters/database/stores/collection-store.ts';
import { reencrypt } from '../../../../src/adapters/database/stores/faces.ts';
import type { Step } from '../../../../src/collections/changes.ts';
import type { StoredFace } from '../../../../src/collections/collection.ts';
import type { CollectionStore } from '../../../../src/collections/ports.ts';
import { onBothDatabases } from '../../../support/databases.ts';

const key = randomBytes(32);
const id = (kind: string): string => `${kind}_${randomUUID().replaceAll('-', '')}`;
const actor = { keyId: 'key_1' };

async function newCollection(store: CollectionStore): Promise<string> {
  const collectionId = id('col');
  await store.addCollection({
    id: collectionId,
    name: `people ${collectionId}`,
    createdAt: new Date(),
    fpir: 0.01,
    rule: 'blend',
    networks: 'n:1',
  });
  return collectionId;
}

function addPerson(name: string, externalId: string | null = null): Extract<Step, { step: 'add-person' }> {
  return {
    step: 'add-person',
    personId: id('per'),
    name,
    externalId,
    consent: null,
    retainUntil: null,
    createdAt: new Date().toISOString(),
  };
}

/** Keeps a photo with faces that nobody has looked at. */
async function addPhoto(
  store: CollectionStore,
  collectionId: string,
  faceCount: number,
): Promise<StoredFace[]> {
  const photoId = id('pho');
  const createdAt = new Date();
  const faces = Array.from(
    { length: faceCount },
    (_, place): StoredFace => ({
      id: id('fac'),
      collectionId,
      photoId,
      state: 'waiting',
      place,
      box: { xPx: 1.5, yPx: 2, widthPx: 30, heightPx: 40 },
      detectionScore: 0.9,
      createdAt,
    }),
  );
  await store.addPhoto({
    photo: {
      id: photoId,
      collectionId,
      sha256: id('sha'),
      widthPx: 10,
      heightPx: 20,
      kept: 'photos',
      createdAt,
    },
    faces: faces.map((face) => ({ face, embedding: Float32Array.of(face.place, 0.5) })),
  });
  return faces;
}

const change = (steps: readonly Step[]) => ({ kind: 'test', summary: 'a test', steps });

onBothDatabases((database: () => Database) => {
  const store = (): CollectionStore => collectionStore(database(), embeddingCipher([key]));

  test('two collections of one name are a conflict', async () => {
    const collection = { createdAt: new Date(), fpir: 0.01, rule: 'blend', networks: 'n' } as const;
    const name = id('name');
    await store().addCollection({ id: id('col'), name, ...collection });
    await expect(store().addCollection({ id: id('col'), name, ...collection })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('people come in parts, by name, and by a piece of their name', async () => {
    const collectionId = await newCollection(store());
    const names = ['Ann', 'Bob', 'Bob', 'Ce%l', 'Dora'];
    await store().change(collectionId, change(names.map((name) => addPerson(name))), actor);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await store().people(collectionId, { limit: 2, ...(after !== undefined && { after }) });
      seen.push(...page.items.map(({ name }) => name));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(names);
    const found = await store().people(collectionId, { limit: 9, search: 'e%' });
    expect(found.items.map(({ name }) => name)).toEqual(['Ce%l']);
  });

  test('a photo comes back with its faces, and their embeddings only to who asks for them', async () => {
    const collectionId = await newCollection(store());
    const [face] = await addPhoto(store(), collectionId, 1);
    expect(await store().facesOfPhoto(face?.photoId ?? '')).toEqual([face]);
    const [template] = await store().templates(collectionId, 'waiting');
    expect(template).toEqual({ faceId: face?.id, personId: undefined, embedding: Float32Array.of(0, 0.5) });
    const [row] = await database().query<{ embedding: Uint8Array }>(
      'select embedding from faces where id = $1',
      [face?.id ?? ''],
    );
    expect(Buffer.from(row?.embedding ?? []).includes(Buffer.from(Float32Array.of(0, 0.5).buffer))).toBe(
      false,
    );
  });

  test('waiting faces come newest first, in parts, without one missed or twice', async () => {
    const collectionId = await newCollection(store());
    const ids: string[] = [];
    for (let n = 0; n < 3; n++)
      ids.unshift(...(await addPhoto(store(), collectionId, 2)).map((face) => face.id));
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await store().facesInState(collectionId, 'waiting', {
        limit: 4,
        ...(after !== undefined && { after }),
      });
      seen.push(...page.items.map((face) => face.id));
      after = page.next;
    } while (after !== undefined);
    expect([...seen].sort()).toEqual([...ids].sort());
  });

  test('a change of which one step fails changes nothing', async () => {
    const collectionId = await newCollection(store());
    const person = addPerson('Ann');
    const steps: Step[] = [person, { step: 'rename-person', personId: 'per_nobody', name: 'x' }];
    await expect(store().change(collectionId, change(steps), actor)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(store().person(person.personId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await store().collection(collectionId)).version).toBe(0);
  });

  test('somebody with faces cannot be removed, and a face of another collection cannot be taken', async () => {
    const [mine, other] = [await newCollection(store()), await newCollection(store())];
    const person = addPerson('Ann');
    const [face] = await addPhoto(store(), mine, 1);
    const [foreign] = await addPhoto(store(), other, 1);
    const enrol = (faceId: string): Step => ({
      step: 'set-face',
      faceId,
      state: 'enrolled',
      personId: person.personId,
    });
    await store().change(mine, change([person, enrol(face?.id ?? '')]), actor);
    const removal: Step = { step: 'remove-person', personId: person.personId };
    await expect(store().change(mine, change([removal]), actor)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(store().change(mine, change([enrol(foreign?.id ?? '')]), actor)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('whatever was changed, undoing all of it leaves what was there', async () => {
    const collectionId = await newCollection(store());
    const faces = await addPhoto(store(), collectionId, 3);
    const people = [addPerson('Ann', 'a'), addPerson('Bob'), addPerson('Cy')];
    await store().change(collectionId, change(people), actor);
    const look = async (): Promise<unknown> => [
      (await store().people(collectionId, { limit: 100 })).items,
      await store().facesOfPhoto(faces[0]?.photoId ?? ''),
      await store().refusals(collectionId),
    ];
    const before = await look();
    const personId = fc.constantFrom(...people.map((person) => person.personId));
    const faceId = fc.constantFrom(...faces.map((face) => face.id));
    const step = fc.oneof(
      fc.record({
        step: fc.constant('set-face' as const),
        faceId,
        state: fc.constant('enrolled' as const),
        personId,
      }),
      fc.record({
        step: fc.constant('set-face' as const),
        faceId,
        state: fc.constantFrom('unknown' as const, 'dismissed' as const),
        personId: fc.constant(null),
      }),
      fc.record({
        step: fc.constant('rename-person' as const),
        personId,
        name: fc.string({ minLength: 1, maxLength: 5, unit: 'grapheme-ascii' }),
      }),
      fc.record({ step: fc.constantFrom('refuse' as const, 'allow' as const), faceId, personId }),
      fc.record({ step: fc.constant('remove-person' as const), personId }),
    );
    const changesOf = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(changesOf, async (changes) => {
        let made = 0;
        for (const steps of changes) {
          // Some changes are refused, such as removing somebody twice; they must leave nothing.
          const isMade = await store()
            .change(collectionId, change(steps), actor)
            .then(
              () => true,
              () => false,
            );
          made += isMade ? 1 : 0;
        }
        for (let n = 0; n < made; n++) await store().undo(collectionId);
        expect(await look()).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  test('a change that a later one built on is not undone first', async () => {
    const collectionId = await newCollection(store());
    const person = addPerson('Ann');
    const first = await store().change(collectionId, change([person]), actor);
    const other = await store().change(collectionId, change([addPerson('Bob')]), actor);
    await store().change(
      collectionId,
      change([{ step: 'rename-person', personId: person.personId, name: 'Anna' }]),
      actor,
    );
    await expect(store().undo(collectionId, first.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await store().undo(collectionId, other.id)).undoneAt).toBeInstanceOf(Date);
  });

  test('erasing somebody leaves no trace in any table, and keeps who else is in the photo', async () => {
    const collectionId = await newCollection(store());
    const [ann, bob] = [addPerson('Ann'), addPerson('Bob')];
    const [annFace, bobFace] = await addPhoto(store(), collectionId, 2);
    const [alone] = await addPhoto(store(), collectionId, 1);
    const enrol = (face: StoredFace | undefined, { personId }: { personId: string }): Step => ({
      step: 'set-face',
      faceId: face?.id ?? '',
      state: 'enrolled',
      personId,
    });
    await store().change(
      collectionId,
      change([ann, bob, enrol(annFace, ann), enrol(bobFace, bob), enrol(alone, ann)]),
      actor,
    );
    await accessLog(database()).record([
      { at: new Date(), action: 'person.read', personId: ann.personId, detail: `face ${alone?.id}` },
    ]);
    const faceIds = [annFace?.id ?? '', alone?.id ?? ''];
    expect(Object.values(await store().traces(ann.personId, faceIds)).some((count) => count > 0)).toBe(true);
    const erased = await store().erasePerson(ann.personId);
    expect([...erased.faceIds].sort()).toEqual([...faceIds].sort());
    expect([...erased.photoIds].sort()).toEqual([annFace?.photoId, alone?.photoId].sort());
    expect(Object.values(await store().traces(ann.personId, faceIds))).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect((await store().photo(bobFace?.photoId ?? '')).kept).toBe('none');
    await expect(store().photo(alone?.photoId ?? '')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await store().facesOfPerson(bob.personId)).map((face) => face.id)).toEqual([bobFace?.id]);
  });

  test('people whose time is over are found, and nobody else', async () => {
    const collectionId = await newCollection(store());
    const [ann, bob, cy] = [addPerson('Ann'), addPerson('Bob'), addPerson('Cy')];
    await store().change(collectionId, change([ann, bob, cy]), actor);
    await store().setConsent(ann.personId, { consent: 'form 7', retainUntil: new Date(1000) });
    await store().setConsent(bob.personId, { retainUntil: new Date(3000) });
    const expired = await store().expiredPeople(new Date(2000));
    expect(expired.filter((person) => person.collectionId === collectionId)).toMatchObject([
      { id: ann.personId, consent: 'form 7' },
    ]);
    await store().setConsent(ann.personId, { retainUntil: null });
    expect(await store().person(ann.personId)).not.toHaveProperty('retainUntil');
    expect(await store().person(ann.personId)).toHaveProperty('consent', 'form 7');
  });

  test('after rotation every embedding is written with the new key', async () => {
    const collectionId = await newCollection(store());
    await addPhoto(store(), collectionId, 3);
    const renewed = randomBytes(32);
    const both = embeddingCipher([renewed, key]);
    while ((await reencrypt(database(), both, 2)) > 0);
    const onlyNew = collectionStore(database(), embeddingCipher([renewed]));
    expect(await onlyNew.templates(collectionId, 'waiting')).toHaveLength(3);
    while ((await reencrypt(database(), embeddingCipher([key, renewed]), 100)) > 0);
  });
});
