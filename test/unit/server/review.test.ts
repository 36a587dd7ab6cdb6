import { afterAll, beforeAll, expect, test } from 'vitest';
import { onBothDatabases } from '../../support/databases.ts';
import { type MadeService, madePhoto, madeService } from '../../support/made-service.ts';
import { type Ask, apiOver, good } from '../../support/service-client.ts';

interface Question {
  readonly faceId: string;
  readonly candidates: readonly { readonly personId: string; readonly name: string }[];
  readonly value: number;
  readonly quality?: number;
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

  /** A collection of some people with two photos each, and photos that wait. */
  const collectionWith = async (
    people: readonly string[],
    waiting: readonly (readonly string[])[],
  ): Promise<{ path: string; personIds: string[] }> => {
    const { id } = await good(ask, 'POST', '/v1/collections', { json: { name: `review ${++made}` } });
    const path = `/v1/collections/${id}`;
    const personIds: string[] = [];
    for (const who of people) {
      const body = madePhoto([who], 1);
      const { personId } = await good(ask, 'POST', `${path}/photos?name=${who}`, { body });
      await good(ask, 'POST', `/v1/people/${personId}/photos`, { body: madePhoto([who], 2) });
      personIds.push(personId);
    }
    await service.live.settled();
    for (const [index, who] of waiting.entries())
      await good(ask, 'POST', `${path}/identify?keep=true`, { body: madePhoto(who, 10 + index) });
    return { path, personIds };
  };
  const questions = async (path: string): Promise<Question[]> =>
    (await good(ask, 'GET', `${path}/questions`)).items;
  const answer = (path: string, ...answers: object[]) =>
    good(ask, 'POST', `${path}/answers`, { json: { answers } });
  const facesOf = async (personId: string | undefined): Promise<{ id: string }[]> =>
    (await good(ask, 'GET', `/v1/people/${personId}`)).faces;

  test('questions come worth most first', async () => {
    const who = ['Ann', 'Bob', 'Cleo', 'Dan', 'Eve', 'Fay'];
    const { path } = await collectionWith(who.slice(0, 4), [['Ann'], ['Eve'], ['Bob'], ['Fay'], ['Dan']]);
    const values = (await questions(path)).map(({ value }) => value);
    expect(values).toHaveLength(5);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(new Set(values).size).toBeGreaterThan(1);
  });

  test('a question tells the quality that the face had when it was found', async () => {
    const { path } = await collectionWith(['Ann'], [['Ann', 'Bob']]);
    expect((await questions(path)).map(({ quality }) => quality).sort()).toEqual([0.375, 0.875]);
  });

  test('yes makes the face one of the person, and undoing asks again', async () => {
    const { path, personIds } = await collectionWith(['Ann', 'Bob'], [['Ann']]);
    const [question] = await questions(path);
    expect(question?.candidates[0]?.name).toBe('Ann');
    await answer(path, { faceId: question?.faceId, answer: 'yes', personId: personIds[0] });
    expect(await questions(path)).toEqual([]);
    expect((await facesOf(personIds[0])).map(({ id }) => id)).toContain(question?.faceId);
    await good(ask, 'POST', `${path}/undo`, { json: {} });
    expect((await questions(path)).map(({ faceId }) => faceId)).toEqual([question?.faceId]);
  });

  test('a person a face is not is never proposed for it again, until that is undone', async () => {
    const { path, personIds } = await collectionWith(['Ann', 'Bob'], [['Ann']]);
    const [question] = await questions(path);
    const no = { faceId: question?.faceId, answer: 'not-this-person', personId: personIds[0] };
    await answer(path, no);
    expect((await questions(path))[0]?.candidates.map(({ name }) => name)).toEqual(['Bob']);
    await good(ask, 'POST', `${path}/undo`);
    expect((await questions(path))[0]?.candidates[0]?.name).toBe('Ann');
  });

  test('somebody else may be new, and is enrolled with the face', async () => {
    const { path } = await collectionWith(['Ann'], [['Zoe']]);
    const [question] = await questions(path);
    await answer(path, { faceId: question?.faceId, answer: 'someone-else', other: { name: 'Zoe' } });
    const { items } = await good(ask, 'GET', `${path}/people`);
    expect(items).toMatchObject([
      { name: 'Ann', faceCount: 2 },
      { name: 'Zoe', faceCount: 1 },
    ]);
  });

  test('unsure changes nothing, and unknown asks no more', async () => {
    const { path } = await collectionWith(['Ann'], [['Bob']]);
    const [question] = await questions(path);
    const unsure = await answer(path, { faceId: question?.faceId, answer: 'unsure' });
    expect(unsure).toEqual({ done: true });
    expect(await questions(path)).toHaveLength(1);
    await answer(path, { faceId: question?.faceId, answer: 'unknown' });
    expect(await questions(path)).toEqual([]);
  });

  test('of several answers of which one cannot be, none is carried out', async () => {
    const { path, personIds } = await collectionWith(['Ann'], [['Ann'], ['Ann']]);
    const [first, second] = await questions(path);
    const answers = [
      { faceId: first?.faceId, answer: 'yes', personId: personIds[0] },
      { faceId: second?.faceId, answer: 'yes', personId: `per_${'0'.repeat(32)}` },
    ];
    expect((await ask('POST', `${path}/answers`, { json: { answers } })).status).toBe(404);
    expect(await questions(path)).toHaveLength(2);
  });

  test.each([
    [{ answer: 'yes' }],
    [{ answer: 'someone-else' }],
    [{ answer: 'perhaps' }],
    [{ answer: 'unsure', extra: 1 }],
  ])('the answer %j is refused', async (wrong) => {
    const { path } = await collectionWith(['Ann'], [['Ann']]);
    const [question] = await questions(path);
    const json = { answers: [{ faceId: question?.faceId, ...wrong }] };
    expect((await ask('POST', `${path}/answers`, { json })).status).toBe(400);
  });

  test('unknown faces of one person are one group, which is named as a whole', async () => {
    const waiting = [['Zoe'], ['Bob'], ['Zoe'], ['Zoe'], ['Yan']];
    const { path } = await collectionWith(['Ann', 'Cleo', 'Dan'], waiting);
    const { groups } = await good(ask, 'POST', `${path}/groups`);
    expect(groups[0]).toHaveLength(3);
    const faceIds = groups[0].map(({ id }: { id: string }) => id);
    await good(ask, 'POST', `${path}/name-faces`, { json: { faceIds, as: { name: 'Zoe' } } });
    const { items } = await good(ask, 'GET', `${path}/people?search=zoe`);
    expect(items[0].faceCount).toBe(3);
    const body = madePhoto(['Zoe'], 99);
    const { faces } = await good(ask, 'POST', `${path}/identify`, { body });
    expect(faces[0].candidates[0].name).toBe('Zoe');
  });

  test('dismissed faces are asked about no more, and undoing brings them back', async () => {
    const { path } = await collectionWith(['Ann'], [['Bob'], ['Bob']]);
    const faceIds = (await questions(path)).map(({ faceId }) => faceId);
    await good(ask, 'POST', `${path}/dismiss-faces`, { json: { faceIds } });
    expect(await questions(path)).toEqual([]);
    await good(ask, 'POST', `${path}/undo`, { json: {} });
    expect(await questions(path)).toHaveLength(2);
  });

  test('a face of another collection cannot be named here', async () => {
    const other = await collectionWith(['Ann'], [['Bob']]);
    const { path } = await collectionWith(['Ann'], []);
    const faceIds = (await questions(other.path)).map(({ faceId }) => faceId);
    const json = { faceIds, as: { name: 'Bob' } };
    expect((await ask('POST', `${path}/name-faces`, { json })).status).toBe(404);
  });

  test('pages of waiting faces join to all of them, newest first', async () => {
    const { path } = await collectionWith(['Ann'], [['Bob'], ['Cleo', 'Dan'], ['Eve']]);
    const whole = (await good(ask, 'GET', `${path}/faces?state=waiting`)).items;
    expect(whole).toHaveLength(4);
    const first = await good(ask, 'GET', `${path}/faces?state=waiting&limit=3`);
    const rest = await good(ask, 'GET', `${path}/faces?state=waiting&limit=3&after=${first.next}`);
    expect([...first.items, ...rest.items]).toEqual(whole);
    expect(rest.next).toBeUndefined();
  });
});
