import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuseEmbeddings } from '../../../../src/embedding/fuse.ts';
import type { Gallery } from '../../../../src/gallery/gallery.ts';
import { stackRows } from '../../../../src/numerics/matrix.ts';
import { importGallery } from '../../../../src/pipeline/collections/import-gallery.ts';
import { onBothDatabases } from '../../../support/databases.ts';
import { MADE_DIMENSION, type MadeService, madePhoto, madeService } from '../../../support/made-service.ts';
import { apiOver, good } from '../../../support/service-client.ts';

onBothDatabases((database) => {
  let service: MadeService;
  beforeAll(() => {
    service = madeService(database());
  });
  afterAll(() => service[Symbol.asyncDispose]());

  /** Two photos of each of some people, as `quen enrol` would have them. */
  const galleryOf = async (who: readonly string[]): Promise<Gallery> => {
    const shown = who.flatMap((name, identity) => [1, 2].map((take) => ({ name, identity, take })));
    const rows: Float32Array[] = [];
    for (const { name, take } of shown) {
      const { extraction } = await service.ports.extract(madePhoto([name], take));
      if (extraction.kind === 'faces') rows.push(fuseEmbeddings(extraction.faces[0]?.embeddings ?? []));
    }
    return {
      embedders: [{ name: 'made', sha256: '1' }],
      identities: who,
      faces: shown.map(({ name, identity, take }) => ({
        photo: `${name}/${take}.jpg`,
        sha256: `${name}${take}`,
        identity,
        box: { xPx: 10, yPx: 20, widthPx: 30.5, heightPx: 40 },
        rung: 'normal',
      })),
      templates: stackRows(rows, MADE_DIMENSION),
      nonMated: { rule: 'mean', setOn: 'leave-one-identity-out', people: [[0.1], [0.2]] },
    };
  };
  const imported = async (name: string, gallery: Gallery, origin: string = randomUUID()) =>
    await importGallery(service.ports, { gallery, origin, name, rule: gallery.nonMated.rule });

  test('people of a gallery are named by photos it does not have, and scored as it scores', async () => {
    const { ask } = apiOver(service);
    expect(await imported('from a file', await galleryOf(['Ann', 'Bob', 'Cleo']))).toBe(true);
    const { items } = await good(ask, 'GET', '/v1/collections');
    const found = items.find(({ name }: { name: string }) => name === 'from a file');
    expect(found).toMatchObject({ rule: 'mean', fpir: 0.01 });
    const path = `/v1/collections/${found.id}`;
    const answer = await good(ask, 'POST', `${path}/identify`, { body: madePhoto(['Bob'], 7) });
    expect(answer.faces[0].candidates[0].name).toBe('Bob');
    const people = await good(ask, 'GET', `${path}/people`);
    expect(people.items).toMatchObject([
      { name: 'Ann', faceCount: 2 },
      { name: 'Bob', faceCount: 2 },
      { name: 'Cleo', faceCount: 2 },
    ]);
  });

  test('a file is imported once', async () => {
    const gallery = await galleryOf(['Ann', 'Bob']);
    const origin = randomUUID();
    expect(await imported('once', gallery, origin)).toBe(true);
    expect(await imported('once', gallery, origin)).toBe(false);
    expect(await imported('another name', gallery, origin)).toBe(false);
  });

  test('a name that is taken is refused, and nothing of the file is kept', async () => {
    const gallery = await galleryOf(['Ann', 'Bob']);
    await imported('taken', gallery);
    const before = await database().query('select count(*) as n from faces');
    const second = imported('taken', gallery);
    await expect(second).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('--collection'),
    });
    expect(await database().query('select count(*) as n from faces')).toEqual(before);
  });

  test('a gallery of other networks, or of networks that weigh differently, is refused', async () => {
    const gallery = await galleryOf(['Ann', 'Bob']);
    const others = { ...gallery, embedders: [{ name: 'made', sha256: '2' }] };
    const weighed = {
      ...gallery,
      parts: [
        { dimension: 12, weight: 0.7 },
        { dimension: 12, weight: 0.3 },
      ],
    };
    for (const wrong of [others, weighed])
      await expect(imported('refused', wrong)).rejects.toMatchObject({ code: 'GALLERY_NETWORK_MISMATCH' });
  });

  test('somebody imported can be erased', async () => {
    const { ask } = apiOver(service);
    await imported('to erase', await galleryOf(['Ann', 'Bob']));
    const { items } = await good(ask, 'GET', '/v1/collections');
    const { id } = items.find(({ name }: { name: string }) => name === 'to erase');
    const people = await good(ask, 'GET', `/v1/collections/${id}/people?search=Ann`);
    const proof = await good(ask, 'POST', `/v1/people/${people.items[0].id}/erase`);
    expect(proof).toMatchObject({ photoCount: 2, faceCount: 2, traces: { people: 0, faces: 0 } });
  });
});
