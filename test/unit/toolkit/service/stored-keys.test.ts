import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEmbeddedDatabase } from '../../../../src/adapters/database/embedded-database.ts';
import { embeddingCipher } from '../../../../src/adapters/database/embedding-cipher.ts';
import { collectionStore } from '../../../../src/adapters/database/stores/collection-store.ts';
import { keyStore } from '../../../../src/adapters/database/stores/keys.ts';
import { keyRing } from '../../../../src/toolkit/service/api-keys.ts';
import { openServiceDatabase } from '../../../../src/toolkit/service/open-database.ts';
import { rotateKey } from '../../../../src/toolkit/service/rotate-key.ts';
import {
  createStoredKey,
  listStoredKeys,
  revokeStoredKey,
} from '../../../../src/toolkit/service/stored-keys.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const FACE = `fac_${'1'.repeat(32)}`;

test('a key made without the API works until it is revoked', async () => {
  const data = temporaryFolder();
  const { key, secret } = await createStoredKey({ data, name: 'door', scopes: ['identify'] });
  expect(await listStoredKeys({ data })).toEqual([key]);
  const holder = async () => {
    await using database = await openEmbeddedDatabase(data);
    return await keyRing(keyStore(database)).holder(secret, new Date());
  };
  expect((await holder()).id).toBe(key.id);
  await revokeStoredKey({ data, id: key.id });
  await expect(holder()).rejects.toMatchObject({ code: 'KEY_REFUSED' });
  await expect(revokeStoredKey({ data, id: 'key_none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('after a rotation the new key alone reads embeddings, and the old one reads none', async () => {
  const data = temporaryFolder();
  const [old, renewed] = [randomBytes(32), randomBytes(32)];
  writeFileSync(join(data, 'embeddings.key'), old.toString('hex'));
  await keepFace(data, old);
  const encryptionKey = renewed.toString('hex');
  expect(await rotateKey({ data, encryptionKey })).toBe(1);
  expect(await rotateKey({ data, encryptionKey })).toBe(0);
  await using database = await openEmbeddedDatabase(data);
  const read = (key: Uint8Array) => collectionStore(database, embeddingCipher([key])).embeddings([FACE]);
  expect([...((await read(renewed)).get(FACE) ?? [])]).toEqual([0, 1]);
  await expect(read(old)).rejects.toMatchObject({ code: 'ENCRYPTION_KEY' });
});

test('a rotation without a new key is refused, and makes none', async () => {
  const data = temporaryFolder();
  await expect(rotateKey({ data })).rejects.toMatchObject({ code: 'ENCRYPTION_KEY' });
  expect(existsSync(join(data, 'embeddings.key'))).toBe(false);
});

async function keepFace(data: string, key: Uint8Array): Promise<void> {
  await using database = await openServiceDatabase({ data });
  const store = collectionStore(database, embeddingCipher([key]));
  const collectionId = `col_${'1'.repeat(32)}`;
  const photoId = `pho_${'1'.repeat(32)}`;
  const createdAt = new Date();
  await store.addCollection({
    id: collectionId,
    name: 'people',
    createdAt,
    fpir: 0.01,
    rule: 'blend',
    networks: 'n:1',
  });
  await store.addPhoto({
    photo: { id: photoId, collectionId, sha256: '', widthPx: 1, heightPx: 1, kept: 'none', createdAt },
    faces: [
      {
        face: {
          id: FACE,
          collectionId,
          photoId,
          state: 'waiting',
          place: 0,
          box: { xPx: 0, yPx: 0, widthPx: 1, heightPx: 1 },
          detectionScore: 1,
          createdAt,
        },
        embedding: Float32Array.of(0, 1),
      },
    ],
  });
}
