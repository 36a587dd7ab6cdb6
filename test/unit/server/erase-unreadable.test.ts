import { afterAll, beforeAll, expect, test } from 'vitest';
import { eraseExpired } from '../../../src/pipeline/collections/manage-people.ts';
import { onBothDatabases } from '../../support/databases.ts';
import { type MadeService, madePhoto, madeService } from '../../support/made-service.ts';
import { apiOver, good } from '../../support/service-client.ts';

onBothDatabases((database) => {
  let first: MadeService;
  /** Has another key: it can read no embedding of the first. */
  let keyless: MadeService;
  beforeAll(() => {
    first = madeService(database());
    keyless = madeService(database());
  });
  afterAll(async () => {
    await first[Symbol.asyncDispose]();
    await keyless[Symbol.asyncDispose]();
  });

  const twoPeople = async (name: string): Promise<{ path: string; ann: string }> => {
    const { ask } = apiOver(first);
    const { id } = await good(ask, 'POST', '/v1/collections', { json: { name } });
    const path = `/v1/collections/${id}`;
    const people = [];
    for (const who of ['Ann', 'Bob'])
      people.push(await good(ask, 'POST', `${path}/photos?name=${who}`, { body: madePhoto([who]) }));
    return { path, ann: people[0].personId };
  };

  test('somebody is erased whose embeddings nobody can decrypt any more', async () => {
    const { path, ann } = await twoPeople('key lost');
    const { ask } = apiOver(keyless);
    expect((await ask('POST', `${path}/identify`, { body: madePhoto(['Ann']) })).status).toBe(500);
    const { traces, faceCount } = await good(ask, 'POST', `/v1/people/${ann}/erase`);
    expect(faceCount).toBe(1);
    expect(Object.values(traces).every((count) => count === 0)).toBe(true);
    expect((await ask('GET', `/v1/people/${ann}`)).status).toBe(404);
  });

  test('somebody is erased from a collection of networks that do not run', async () => {
    const { path, ann } = await twoPeople('networks gone');
    const id = path.slice('/v1/collections/'.length);
    await database().query("update collections set networks = 'others' where id = $1", [id]);
    const { ask } = apiOver(keyless);
    expect((await ask('POST', `${path}/identify`, { body: madePhoto(['Ann']) })).status).toBe(409);
    await good(ask, 'POST', `/v1/people/${ann}/erase`);
    expect((await ask('GET', `/v1/people/${ann}`)).status).toBe(404);
  });

  test('whoever’s time is over is erased from such a collection too', async () => {
    const { ann } = await twoPeople('time over');
    await first.ports.store.setConsent(ann, { retainUntil: new Date('2026-01-01T00:00:00Z') });
    expect(await eraseExpired(keyless)).toBe(1);
    await expect(first.ports.store.person(ann)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
