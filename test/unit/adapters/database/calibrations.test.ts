import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { embeddingCipher } from '../../../../src/adapters/database/embedding-cipher.ts';
import { collectionStore } from '../../../../src/adapters/database/stores/collection-store.ts';
import { onBothDatabases } from '../../../support/databases.ts';

onBothDatabases((database) => {
  test('a calibration is kept until the next, somebody is erased or the collection goes', async () => {
    const store = collectionStore(database(), embeddingCipher([randomBytes(32)]));
    const [ids, personId] = [[`col_${randomUUID()}`, `col_${randomUUID()}`] as const, `per_${randomUUID()}`];
    const [createdAt, terms] = [new Date(), { externalId: null, consent: null, retainUntil: null }];
    for (const id of ids) {
      await store.addCollection({ id, name: id, createdAt, fpir: 0.01, rule: 'blend', networks: 'n:1' });
    }
    const [id, other] = ids;
    const ann = {
      step: 'add-person',
      personId,
      name: 'Ann',
      ...terms,
      createdAt: createdAt.toISOString(),
    } as const;
    await store.change(id, { kind: 'test', summary: 'a test', steps: [ann] }, {});
    expect(await store.calibration(id)).toBeUndefined();
    for (const text of ['{"first":1}', '{"second":2}']) {
      await store.keepCalibration(id, text);
      expect(await store.calibration(id)).toBe(text);
    }
    await store.keepCalibration(other, 'of the other');
    await store.erasePerson(personId);
    expect(await store.calibration(id)).toBeUndefined();
    expect(await store.calibration(other)).toBe('of the other');
    await store.removeCollection(other);
    await store.keepCalibration(other, 'too late');
    expect(await store.calibration(other)).toBeUndefined();
  });
});
