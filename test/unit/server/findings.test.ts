import { afterAll, beforeAll, expect, test } from 'vitest';
import { onBothDatabases } from '../../support/databases.ts';
import { type MadeService, madePhoto, madeService } from '../../support/made-service.ts';
import { type Ask, apiOver, good } from '../../support/service-client.ts';

interface Finding {
  readonly id: string;
  readonly kind: string;
  readonly confidence: number;
  readonly people: readonly { readonly personId: string; readonly name: string }[];
  readonly faceIds: readonly string[];
  readonly evidence: readonly { readonly faceId: string; readonly score: number }[];
  readonly proposal: { readonly kind: string };
  readonly reason: string;
  readonly grounds: { readonly kind: string };
}

onBothDatabases((database) => {
  let service: MadeService;
  let ask: Ask;
  let made = 0;
  beforeAll(() => {
    service = madeService(database(), 'crops');
    ask = apiOver(service).ask;
  });
  afterAll(() => service[Symbol.asyncDispose]());

  /** A collection of people by name, with the photos each is enrolled with: who is on it, and which take. */
  const collectionOf = async (
    people: Readonly<Record<string, readonly (readonly [string, number])[]>>,
  ): Promise<{ path: string; ids: Record<string, string> }> => {
    const { id } = await good(ask, 'POST', '/v1/collections', { json: { name: `findings ${++made}` } });
    const path = `/v1/collections/${id}`;
    const ids: Record<string, string> = {};
    for (const [name, photos] of Object.entries(people)) {
      const person = await good(ask, 'POST', `${path}/people`, { json: { name } });
      ids[name] = person.id;
      for (const [who, take] of photos)
        await good(ask, 'POST', `/v1/people/${person.id}/photos`, { body: madePhoto([who], take) });
    }
    await service.live.settled();
    return { path, ids };
  };
  const takes = (who: string, ...numbers: number[]) => numbers.map((take) => [who, take] as const);
  const findings = async (path: string): Promise<Finding[]> =>
    (await good(ask, 'GET', `${path}/findings`)).items;
  const answer = (path: string, ...answers: { findingId: string; answer: string }[]) =>
    ask('POST', `${path}/finding-answers`, { json: { answers } });
  const countOf = async (personId: string | undefined): Promise<number> =>
    (await good(ask, 'GET', `/v1/people/${personId}`)).faceCount;

  const mixed = () =>
    collectionOf({
      Ann: [...takes('Ann', 1, 2, 3, 4), ['Bob', 9]],
      Bob: takes('Bob', 1, 2, 3, 4),
      Cleo: takes('Cleo', 1, 2, 3),
    });

  test('nothing is found where everybody is themselves', async () => {
    const { path } = await collectionOf({ Ann: takes('Ann', 1, 2, 3), Bob: takes('Bob', 1, 2, 3) });
    expect(await findings(path)).toEqual([]);
  });

  test('a face under a wrong name is found, told with names, and moved by yes; undoing moves it back', async () => {
    const { path, ids } = await mixed();
    const [finding] = await findings(path);
    expect(finding).toMatchObject({
      kind: 'wrong-person',
      people: [
        { personId: ids['Ann'], name: 'Ann' },
        { personId: ids['Bob'], name: 'Bob' },
      ],
      proposal: { kind: 'move', to: { personId: ids['Bob'] } },
    });
    expect(finding?.reason).toContain('Bob');
    expect(finding?.reason).not.toContain('per_');
    expect(finding?.grounds).toMatchObject({
      kind: 'unlike-own',
      person: { personId: ids['Ann'], name: 'Ann' },
      other: { person: { personId: ids['Bob'], name: 'Bob' }, isOutside: false },
      isNobodys: false,
    });
    expect((await answer(path, { findingId: finding?.id ?? '', answer: 'yes' })).status).toBe(200);
    expect(await Promise.all([countOf(ids['Ann']), countOf(ids['Bob'])])).toEqual([4, 5]);
    expect(await findings(path)).toEqual([]);
    await good(ask, 'POST', `${path}/undo`, { json: {} });
    expect(await Promise.all([countOf(ids['Ann']), countOf(ids['Bob'])])).toEqual([5, 4]);
    expect((await findings(path)).map(({ id }) => id)).toEqual([finding?.id]);
  });

  test('no settles it for good, until that is undone', async () => {
    const { path, ids } = await mixed();
    const [finding] = await findings(path);
    await answer(path, { findingId: finding?.id ?? '', answer: 'no' });
    expect(await countOf(ids['Ann'])).toBe(5);
    expect(await findings(path)).toEqual([]);
    await good(ask, 'POST', `${path}/undo`, { json: {} });
    expect((await findings(path)).map(({ id }) => id)).toEqual([finding?.id]);
  });

  test('one person under two names is merged by yes, and parted again by undoing', async () => {
    const { path, ids } = await collectionOf({
      Ann: takes('Ann', 1, 2, 3),
      Anna: takes('Ann', 4, 5),
      Bob: takes('Bob', 1, 2, 3),
      Cleo: takes('Cleo', 1, 2, 3),
    });
    const found = (await findings(path)).find(({ kind }) => kind === 'same-person');
    expect(found?.people.map(({ name }) => name).sort()).toEqual(['Ann', 'Anna']);
    expect(found?.grounds).toMatchObject({ kind: 'alike', people: found?.people });
    await answer(path, { findingId: found?.id ?? '', answer: 'yes' });
    expect(await countOf(ids['Ann'])).toBe(5);
    expect((await ask('GET', `/v1/people/${ids['Anna']}`)).status).toBe(404);
    await good(ask, 'POST', `${path}/undo`, { json: {} });
    expect(await Promise.all([countOf(ids['Ann']), countOf(ids['Anna'])])).toEqual([3, 2]);
  });

  test('two people under one name are parted by yes, the smaller part as somebody new', async () => {
    const { path, ids } = await collectionOf({
      Ann: [...takes('Ann', 1, 2, 3, 4, 5), ...takes('Zoe', 1, 2, 3)],
      Bob: takes('Bob', 1, 2, 3, 4),
      Cleo: takes('Cleo', 1, 2, 3, 4),
    });
    const found = (await findings(path)).find(({ kind }) => kind === 'two-people');
    expect(found).toMatchObject({
      proposal: { kind: 'move-to-new', name: 'Ann (2)' },
      grounds: { kind: 'falls-apart', person: { name: 'Ann' }, larger: 5, smaller: 3 },
    });
    await answer(path, { findingId: found?.id ?? '', answer: 'yes' });
    expect(await countOf(ids['Ann'])).toBe(5);
    const { items } = await good(ask, 'GET', `${path}/people?search=${encodeURIComponent('Ann (2)')}`);
    expect(items).toMatchObject([{ faceCount: 3 }]);
  });

  test('the same picture twice is one too many, of which the larger stays', async () => {
    const { path, ids } = await collectionOf({ Ann: takes('Ann', 1, 2, 3), Bob: takes('Bob', 1, 2) });
    const other = await good(ask, 'POST', `/v1/people/${ids['Ann']}/photos`, { body: madePhoto(['Ann'], 8) });
    const { photos } = await service.ports.store
      .templates(path.slice(-36), 'enrolled')
      .then(async (templates) => {
        const embedding = templates.find(({ faceId }) => faceId === other.face.id)?.embedding;
        const photo = await service.ports.store.photo(other.face.photoId);
        const face = await service.ports.store.face(other.face.id);
        const copy = { ...photo, id: service.ports.newId('photo') };
        const { personId: _, ...rest } = face;
        const small = {
          ...rest,
          id: service.ports.newId('face'),
          photoId: copy.id,
          state: 'waiting' as const,
        };
        const box = { ...face.box, widthPx: 20, heightPx: 20 };
        return {
          photos: [
            {
              photo: copy,
              faces: [{ face: { ...small, box }, embedding: embedding as Float32Array }],
            },
          ],
        };
      });
    for (const photo of photos) await service.ports.store.addPhoto(photo);
    const faceId = photos[0]?.faces[0]?.face.id;
    await good(ask, 'POST', `${path}/name-faces`, {
      json: { faceIds: [faceId], as: { personId: ids['Ann'] } },
    });
    const found = (await findings(path)).find(({ kind }) => kind === 'near-copy');
    expect(found).toMatchObject({ proposal: { kind: 'set-aside', faceIds: [faceId] }, confidence: 1 });
    await answer(path, { findingId: found?.id ?? '', answer: 'yes' });
    expect(await countOf(ids['Ann'])).toBe(4);
  });

  test('a face that was moved since is left where it is', async () => {
    const { path, ids } = await mixed();
    const [finding] = await findings(path);
    await good(ask, 'POST', `${path}/name-faces`, {
      json: { faceIds: finding?.faceIds, as: { personId: ids['Cleo'] } },
    });
    const refused = await answer(path, { findingId: finding?.id ?? '', answer: 'yes' });
    expect(refused).toMatchObject({ status: 409, json: { title: 'CONFLICT' } });
    expect(await countOf(ids['Cleo'])).toBe(4);
  });

  test('two answers about the same faces are refused together', async () => {
    const { path } = await mixed();
    const [finding] = await findings(path);
    const twice = { findingId: finding?.id ?? '', answer: 'yes' };
    expect((await answer(path, twice, twice)).status).toBe(409);
    expect((await findings(path)).map(({ id }) => id)).toEqual([finding?.id]);
  });

  test('an answer to what was not found is refused', async () => {
    const { path } = await mixed();
    expect((await answer(path, { findingId: 'wrong-person:of:nobody', answer: 'yes' })).status).toBe(404);
  });

  test('what was settled about somebody goes when they are erased', async () => {
    const { path, ids } = await mixed();
    const [finding] = await findings(path);
    await answer(path, { findingId: finding?.id ?? '', answer: 'no' });
    const { traces } = await good(ask, 'POST', `/v1/people/${ids['Ann']}/erase`);
    expect(traces.settlements).toBe(0);
    expect(await service.ports.store.settlements(path.slice(-36))).toEqual([]);
  });

  test('whoever is shown in findings was read', async () => {
    const { path, ids } = await mixed();
    await findings(path);
    const { items } = await good(ask, 'GET', `/v1/access-log?personId=${ids['Ann']}`);
    expect(items.map(({ action }: { action: string }) => action)).toContain('findings.read');
  });
});
