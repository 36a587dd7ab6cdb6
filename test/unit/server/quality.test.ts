import { afterAll, beforeAll, expect, test } from 'vitest';
import { onBothDatabases } from '../../support/databases.ts';
import { type MadeService, madePhoto, madeService } from '../../support/made-service.ts';
import { type Ask, apiOver, good } from '../../support/service-client.ts';

onBothDatabases((database) => {
  let service: MadeService;
  let ask: Ask;
  let made = 0;
  beforeAll(() => {
    service = madeService(database(), 'crops');
    ask = apiOver(service).ask;
  });
  afterAll(() => service[Symbol.asyncDispose]());

  const newCollection = async (): Promise<string> =>
    (await good(ask, 'POST', '/v1/collections', { json: { name: `quality ${++made}` } })).id;
  const enrol = async (collectionId: string, who: string): Promise<string> => {
    const path = `/v1/collections/${collectionId}/photos?name=${who}`;
    return (await good(ask, 'POST', path, { body: madePhoto([who]) })).personId;
  };

  test('evidence tells the quality of each face, with what is amiss in it', async () => {
    const collectionId = await newCollection();
    await enrol(collectionId, 'Ann');
    const path = `/v1/collections/${collectionId}/identify`;
    const body = madePhoto(['Ann', 'Bob'], 9);
    const { faces } = await good(ask, 'POST', `${path}?evidence=true`, { body });
    expect(faces[0].evidence.quality).toMatchObject({ overall: 0.875, yawDeg: 3, flaws: [] });
    expect(faces[1].evidence.quality).toMatchObject({
      overall: 0.375,
      sharpness: 0.1,
      yawDeg: -70,
      flaws: ['blurred', 'turned-away'],
    });
  });

  test('faces are measured where evidence is asked for or they are kept, and not else', async () => {
    const collectionId = await newCollection();
    const personId = await enrol(collectionId, 'Ann');
    const path = `/v1/collections/${collectionId}/identify`;
    const wanted: boolean[] = [];
    const extract: MadeService['ports']['extract'] = (bytes, how) => {
      wanted.push(how?.isMeasured === true);
      return service.ports.extract(bytes, how);
    };
    const watched = apiOver({ ...service, ports: { ...service.ports, extract } }).ask;
    for (const query of ['', '?evidence=true', '?keep=true'])
      await good(watched, 'POST', `${path}${query}`, { body: madePhoto(['Ann'], 9) });
    await good(watched, 'POST', `/v1/people/${personId}/photos`, { body: madePhoto(['Ann'], 3) });
    expect(wanted).toEqual([false, true, true, true]);
  });

  test('an enrolled face keeps its quality, and the best one is the cover of its person', async () => {
    const collectionId = await newCollection();
    const path = `/v1/collections/${collectionId}`;
    await good(ask, 'POST', `${path}/identify?keep=true`, { body: madePhoto(['Zoe', 'Bob'], 1) });
    const { items } = await good(ask, 'GET', `${path}/questions`);
    const poor = items.find(({ quality }: { quality: number }) => quality === 0.375);
    const personId = await enrol(collectionId, 'Bob');
    const as = { personId };
    await good(ask, 'POST', `${path}/name-faces`, { json: { faceIds: [poor.faceId], as } });
    const person = await good(ask, 'GET', `/v1/people/${personId}`);
    const found = person.faces.map(({ quality }: { quality: number }) => quality);
    expect(found.sort()).toEqual([0.375, 0.875]);
    expect(person.coverFaceId).not.toBe(poor.faceId);
  });
});
