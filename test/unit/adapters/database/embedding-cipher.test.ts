import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { embeddingCipher, parseEncryptionKey } from '../../../../src/adapters/database/embedding-cipher.ts';

const key = (): Uint8Array => randomBytes(32);
const embedding = Float32Array.of(0.25, -1, 3.5e-9);

test('an embedding comes back bit for bit, and does not stand in what is written', () => {
  const cipher = embeddingCipher([key()]);
  const bytes = cipher.encrypt(embedding, 'fac_1');
  expect(cipher.decrypt(bytes, 'fac_1')).toEqual(embedding);
  expect(Buffer.from(bytes).includes(Buffer.from(embedding.buffer))).toBe(false);
});

test('the same embedding is never written as the same bytes', () => {
  const cipher = embeddingCipher([key()]);
  expect(cipher.encrypt(embedding, 'fac_1')).not.toEqual(cipher.encrypt(embedding, 'fac_1'));
});

test('bytes moved to another face do not decrypt', () => {
  const cipher = embeddingCipher([key()]);
  const bytes = cipher.encrypt(embedding, 'fac_1');
  expect(() => cipher.decrypt(bytes, 'fac_2')).toThrow(/fac_2 was changed/);
});

test('a single changed bit anywhere after the header is noticed', () => {
  const cipher = embeddingCipher([key()]);
  const bytes = cipher.encrypt(embedding, 'fac_1');
  for (let at = 5; at < bytes.length; at++) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] as number) ^ 1;
    expect(() => cipher.decrypt(changed, 'fac_1')).toThrow(/was changed/);
  }
});

test('after rotation the old key still decrypts, and what it wrote is told apart', () => {
  const [old, renewed] = [key(), key()];
  const bytes = embeddingCipher([old]).encrypt(embedding, 'fac_1');
  const cipher = embeddingCipher([renewed, old]);
  expect(cipher.decrypt(bytes, 'fac_1')).toEqual(embedding);
  expect(cipher.isOutdated(bytes)).toBe(true);
  expect(cipher.isOutdated(cipher.encrypt(embedding, 'fac_1'))).toBe(false);
});

test('without the key, the fault names its fingerprint', () => {
  const first = embeddingCipher([key()]);
  const bytes = first.encrypt(embedding, 'fac_1');
  expect(() => embeddingCipher([key()]).decrypt(bytes, 'fac_1')).toThrow(first.fingerprint);
});

test('a key is 64 hexadecimal digits or 32 bytes in base64, and nothing else', () => {
  const bytes = key();
  expect([...parseEncryptionKey(`${Buffer.from(bytes).toString('hex')}\n`)]).toEqual([...bytes]);
  expect([...parseEncryptionKey(Buffer.from(bytes).toString('base64'))]).toEqual([...bytes]);
  expect(() => parseEncryptionKey('secret')).toThrow(/32 bytes/);
});
