import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eraseExpired } from '../../../src/pipeline/collections/manage-people.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { type MadeService, madePhoto, madeService } from '../../support/made-service.ts';
import { type Ask, apiOver, good } from '../../support/service-client.ts';

onBothDatabases((database) => {
  let service: MadeService;
  let ask: Ask;
  let made = 0;
  beforeAll(() => {
    service = madeService(database());
    ask = apiOver(service).ask;
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const newCollection = async (): Promise<string> =>
    (await good(ask, 'POST', '/v1/collections', { json: { name: `people ${++made}` } })).id;
  const enrol = async (collectionId: string, who: string, take = 1): Promise<string> =>
    (
      await good(ask, 'POST', `/v1/collections/${collectionId}/photos?name=${who}`, {
        body: madePhoto([who], take),
      })
    ).personId;
  const namesIn = async (collectionId: string, who: string, take = 9): Promise<string[]> => {
    const path = `/v1/collections/${collectionId}/identify`;
    const { faces } = await good(ask, 'POST', path, { body: madePhoto([who], take) });
    return faces[0].candidates.map(({ name }: { name: string }) => name);
  };

  describe('enrolling and identifying', () => {
    test('a photo of somebody enrolled is answered with their name first', async () => {
      const collectionId = await newCollection();
      for (const who of ['Ann', 'Bob', 'Cleo']) await enrol(collectionId, who);
      expect((await namesIn(collectionId, 'Bob'))[0]).toBe('Bob');
    });

    test('all faces of a photo are answered, with the evidence where it is asked for', async () => {
      const collectionId = await newCollection();
      const personId = await enrol(collectionId, 'Ann');
      await enrol(collectionId, 'Bob');
      const path = `/v1/collections/${collectionId}/identify?evidence=true&limit=1`;
      const { faces } = await good(ask, 'POST', path, { body: madePhoto(['Ann', 'Bob'], 9) });
      expect(faces).toHaveLength(2);
      expect(faces[0].candidates).toHaveLength(1);
      expect(faces[0].evidence.nearest.personId).toBe(personId);
      expect(faces[0].evidence.margin).toBeGreaterThan(0);
      expect(faces[0].faceId).toBeUndefined();
    });

    test('in an empty collection everybody is unknown', async () => {
      const path = `/v1/collections/${await newCollection()}/identify`;
      const { faces } = await good(ask, 'POST', path, { body: madePhoto(['Ann']) });
      expect(faces[0]).toMatchObject({ candidates: [], decision: { kind: 'unknown' } });
    });

    test('the very same photo is not enrolled twice', async () => {
      const personId = await enrol(await newCollection(), 'Ann');
      const again = await good(ask, 'POST', `/v1/people/${personId}/photos`, { body: madePhoto(['Ann']) });
      expect(again.isNew).toBe(false);
      const { faces } = await good(ask, 'GET', `/v1/people/${personId}`);
      expect(faces).toHaveLength(1);
    });

    test('nor is one that was enrolled as somebody else before', async () => {
      const collectionId = await newCollection();
      await enrol(collectionId, 'Ann');
      const body = madePhoto(['Ann']);
      const twin = await good(ask, 'POST', `/v1/collections/${collectionId}/photos?name=Twin`, { body });
      const again = await good(ask, 'POST', `/v1/people/${twin.personId}/photos`, { body });
      expect(again.isNew).toBe(false);
    });

    test.each([
      ['no photo at all', new TextEncoder().encode('GIF89a nothing')],
      ['a photo without a face', madePhoto([])],
    ])('%s is refused to be enrolled, and nobody is added', async (_what, body) => {
      const collectionId = await newCollection();
      const before = service.keptFiles().length;
      const path = `/v1/collections/${collectionId}/photos?name=Ann`;
      expect(await ask('POST', path, { body })).toMatchObject({
        status: 422,
        json: { title: 'PHOTO_UNREADABLE' },
      });
      expect((await good(ask, 'GET', `/v1/collections/${collectionId}/people`)).items).toEqual([]);
      expect(service.keptFiles()).toHaveLength(before);
    });

    test('an external id that is taken is refused, and no file of the photo is left', async () => {
      const collectionId = await newCollection();
      const path = `/v1/collections/${collectionId}/photos?name=Ann&externalId=7`;
      await good(ask, 'POST', path, { body: madePhoto(['Ann']) });
      const before = service.keptFiles();
      expect((await ask('POST', path, { body: madePhoto(['Ann'], 2) })).status).toBe(409);
      expect(service.keptFiles()).toEqual(before);
    });

    test('two photos are compared, and an unusable one is named', async () => {
      const form = (first: Uint8Array<ArrayBuffer>, second: Uint8Array<ArrayBuffer>): FormData => {
        const data = new FormData();
        data.set('first', new Blob([first]));
        data.set('second', new Blob([second]));
        return data;
      };
      const same = await good(ask, 'POST', '/v1/verify', {
        body: form(madePhoto(['Ann'], 1), madePhoto(['Ann'], 2)),
      });
      const other = await good(ask, 'POST', '/v1/verify', {
        body: form(madePhoto(['Ann'], 1), madePhoto(['Bob'], 1)),
      });
      expect(same.score).toBeGreaterThan(other.score);
      const refused = await ask('POST', '/v1/verify', { body: form(madePhoto(['Ann']), madePhoto([])) });
      expect(refused.json.detail).toContain('second');
    });

    test('answers go on while the threshold is being set, and the collection says so', async () => {
      const collectionId = await newCollection();
      for (const who of ['Ann', 'Bob']) for (const take of [1, 2, 3]) await enrol(collectionId, who, take);
      const during = await good(ask, 'GET', `/v1/collections/${collectionId}`);
      expect(during.status.isCalibrating).toBe(true);
      expect((await namesIn(collectionId, 'Ann'))[0]).toBe('Ann');
      await service.live.settled();
      const after = await good(ask, 'GET', `/v1/collections/${collectionId}`);
      expect(after.status).toMatchObject({ isCalibrating: false, calibrationPeople: 6 });
    });
  });

  describe('changing people', () => {
    test('merged people answer as one, and undoing parts them again', async () => {
      const collectionId = await newCollection();
      const from = await enrol(collectionId, 'Ann');
      const into = await enrol(collectionId, 'Bob');
      const merged = await good(ask, 'POST', `/v1/people/${from}/merge`, { json: { into } });
      expect(merged.faceCount).toBe(2);
      expect(await namesIn(collectionId, 'Ann')).toEqual(['Bob']);
      expect((await ask('GET', `/v1/people/${from}`)).status).toBe(404);
      await good(ask, 'POST', `/v1/collections/${collectionId}/undo`, { json: {} });
      expect((await namesIn(collectionId, 'Ann'))[0]).toBe('Ann');
    });

    test('nobody is merged with themselves', async () => {
      const collectionId = await newCollection();
      const { id } = await good(ask, 'POST', `/v1/collections/${collectionId}/people`, {
        json: { name: 'Ann' },
      });
      expect((await ask('POST', `/v1/people/${id}/merge`, { json: { into: id } })).status).toBe(409);
      await good(ask, 'GET', `/v1/people/${id}`);
    });

    test('somebody removed is no answer any more, and undoing brings them back', async () => {
      const collectionId = await newCollection();
      const personId = await enrol(collectionId, 'Ann');
      await good(ask, 'DELETE', `/v1/people/${personId}`);
      expect(await namesIn(collectionId, 'Ann')).toEqual([]);
      await good(ask, 'POST', `/v1/collections/${collectionId}/undo`, { json: {} });
      expect(await namesIn(collectionId, 'Ann')).toEqual(['Ann']);
    });

    test('a change is not undone while a later one touches the same person', async () => {
      const collectionId = await newCollection();
      const personId = await enrol(collectionId, 'Ann');
      await good(ask, 'PATCH', `/v1/people/${personId}`, { json: { name: 'Anna' } });
      const { items } = await good(ask, 'GET', `/v1/collections/${collectionId}/changes`);
      expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(['rename', 'enrol']);
      const undo = { json: { changeId: items[1].id } };
      expect((await ask('POST', `/v1/collections/${collectionId}/undo`, undo)).status).toBe(409);
    });

    test('consent and time are set and taken away without touching the other', async () => {
      const personId = await enrol(await newCollection(), 'Ann');
      const path = `/v1/people/${personId}`;
      const retainUntil = '2030-01-01T00:00:00.000Z';
      await good(ask, 'PATCH', path, { json: { consent: 'on paper', retainUntil } });
      expect(await good(ask, 'GET', path)).toMatchObject({ consent: 'on paper', retainUntil });
      const person = await good(ask, 'PATCH', path, { json: { retainUntil: null } });
      expect(person.consent).toBe('on paper');
      expect(person.retainUntil).toBeUndefined();
    });

    test('pages of people join to the whole list, each person once', async () => {
      const collectionId = await newCollection();
      const names = ['Ann', 'Ann', 'Bob', 'Cleo', 'Åsa'];
      for (const name of names)
        await good(ask, 'POST', `/v1/collections/${collectionId}/people`, { json: { name } });
      const ids: string[] = [];
      let after: string | undefined;
      do {
        const next = after === undefined ? '' : `&after=${after}`;
        const page = await good(ask, 'GET', `/v1/collections/${collectionId}/people?limit=2${next}`);
        expect(page.items.length).toBeLessThanOrEqual(2);
        ids.push(...page.items.map(({ id }: { id: string }) => id));
        after = page.next;
      } while (after !== undefined);
      expect(new Set(ids).size).toBe(names.length);
      expect(ids).toHaveLength(names.length);
    });

    test('a search for % finds no name without one', async () => {
      const collectionId = await newCollection();
      await enrol(collectionId, 'Ann');
      const path = `/v1/collections/${collectionId}/people?search=`;
      expect((await good(ask, 'GET', `${path}%25`)).items).toEqual([]);
      expect((await good(ask, 'GET', `${path}aN`)).items).toHaveLength(1);
    });

    test('two collections do not have one name', async () => {
      const json = { name: 'twice' };
      await good(ask, 'POST', '/v1/collections', { json });
      expect((await ask('POST', '/v1/collections', { json })).status).toBe(409);
    });
  });

  describe('erasing', () => {
    test('nothing of somebody erased is left: not in rows, files, searches or changes', async () => {
      const collectionId = await newCollection();
      const before = service.keptFiles();
      const personId = await enrol(collectionId, 'Ann');
      await good(ask, 'POST', `/v1/people/${personId}/photos`, { body: madePhoto(['Ann'], 2) });
      await good(ask, 'PATCH', `/v1/people/${personId}`, { json: { name: 'Anna' } });
      await namesIn(collectionId, 'Ann');
      expect(service.keptFiles()).toHaveLength(before.length + 4);
      const proof = await good(ask, 'POST', `/v1/people/${personId}/erase`);
      expect(proof).toMatchObject({ photoCount: 2, faceCount: 2 });
      expect(Object.keys(proof.traces)).toEqual(
        expect.arrayContaining(['people', 'faces', 'refusals', 'changes', 'access_log', 'jobs']),
      );
      expect(Object.values(proof.traces).every((count) => count === 0)).toBe(true);
      expect(service.keptFiles()).toEqual(before);
      expect(await namesIn(collectionId, 'Ann')).toEqual([]);
      expect((await good(ask, 'GET', `/v1/collections/${collectionId}/changes`)).items).toEqual([]);
    });

    test('of a photo that shows somebody else too, their face stays and the file goes', async () => {
      const collectionId = await newCollection();
      const path = `/v1/collections/${collectionId}/photos?name=Ann`;
      const { personId, photoId } = await good(ask, 'POST', path, { body: madePhoto(['Ann', 'Bob']) });
      await good(ask, 'GET', `/v1/photos/${photoId}/picture`);
      await good(ask, 'POST', `/v1/people/${personId}/erase`);
      expect((await ask('GET', `/v1/photos/${photoId}/picture`)).status).toBe(404);
      const { items } = await good(ask, 'GET', `/v1/collections/${collectionId}/faces?state=dismissed`);
      expect(items).toMatchObject([{ photoId }]);
      await good(ask, 'GET', `/v1/faces/${items[0].id}/picture`);
    });

    test('somebody is erased when their time is over, and not before', async () => {
      const personId = await enrol(await newCollection(), 'Ann');
      const retainUntil = new Date(service.clock.now.getTime() + 1000).toISOString();
      await good(ask, 'PATCH', `/v1/people/${personId}`, { json: { retainUntil } });
      expect(await eraseExpired(service)).toBe(0);
      service.clock.now = new Date(retainUntil);
      expect(await eraseExpired(service)).toBe(1);
      expect((await ask('GET', `/v1/people/${personId}`)).status).toBe(404);
    });

    test('a removed collection leaves no file', async () => {
      const before = service.keptFiles();
      const collectionId = await newCollection();
      await enrol(collectionId, 'Ann');
      await good(ask, 'DELETE', `/v1/collections/${collectionId}`);
      expect(service.keptFiles()).toEqual(before);
      expect((await ask('GET', `/v1/collections/${collectionId}`)).status).toBe(404);
    });
  });

  describe('the access log', () => {
    test('tells by ids of every reading of a person, and names nobody', async () => {
      const collectionId = await newCollection();
      const personId = await enrol(collectionId, 'Quentina');
      const { faces } = await good(ask, 'GET', `/v1/people/${personId}`);
      await good(ask, 'GET', `/v1/faces/${faces[0].id}/picture`);
      await namesIn(collectionId, 'Quentina');
      await good(ask, 'POST', `/v1/collections/${collectionId}/identify?keep=true`, {
        body: madePhoto(['Quentina'], 5),
      });
      await good(ask, 'GET', `/v1/collections/${collectionId}/questions`);
      await good(ask, 'GET', `/v1/people/${personId}/export`);
      const log = await ask('GET', `/v1/access-log?personId=${personId}`);
      expect(log.json.items.map(({ action }: { action: string }) => action)).toEqual([
        'person.export',
        'questions.read',
        'identify',
        'identify',
        'face.picture',
        'person.read',
      ]);
      expect((await ask('GET', '/v1/access-log?limit=1000')).text).not.toContain('Quentina');
    });

    test('pages of the log join to the whole', async () => {
      const whole = (await good(ask, 'GET', '/v1/access-log?limit=6')).items;
      const first = await good(ask, 'GET', '/v1/access-log?limit=3');
      const second = await good(ask, 'GET', `/v1/access-log?limit=3&after=${first.next}`);
      expect([...first.items, ...second.items]).toEqual(whole);
    });
  });
});
