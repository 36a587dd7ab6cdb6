import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { QuenError } from '../../core/errors.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FINGERPRINT_BYTES = 4;
const VERSION = 1;

/** Encrypts embeddings, and decrypts those written with any of its keys. */
export interface EmbeddingCipher {
  /** Of the key that new embeddings are written with, hexadecimal. */
  readonly fingerprint: string;
  /** @param face id of the face: bytes moved to another face do not decrypt */
  encrypt(embedding: Float32Array, face: string): Uint8Array;
  /** Throws `ENCRYPTION_KEY` for bytes of another key, of another face, or changed. */
  decrypt(bytes: Uint8Array, face: string): Float32Array;
  /** Whether bytes were written with another key than the first. */
  isOutdated(bytes: Uint8Array): boolean;
}

/**
 * AES-256 in Galois/counter mode (NIST SP 800-38D) with a random nonce of 96 bits for each embedding: version, fingerprint of the key, nonce,
 * tag, ciphertext. 2^32 embeddings may be written with one key before nonces are likely enough to meet.
 * @param keys 32 bytes each; the first encrypts, the others only decrypt, for rotation. Throws `ENCRYPTION_KEY`
 */
export function embeddingCipher(keys: readonly Uint8Array[]): EmbeddingCipher {
  const byFingerprint = new Map(keys.map((key) => [fingerprintOf(checked(key)), key]));
  const [first] = keys;
  if (first === undefined)
    throw new QuenError('ENCRYPTION_KEY', 'There is no key to encrypt embeddings with.');
  const fingerprint = fingerprintOf(first);
  return {
    fingerprint,
    encrypt: (embedding, face) => seal(embedding, { key: first, fingerprint, face }),
    decrypt: (bytes, face) => open(bytes, byFingerprint, face),
    isOutdated: (bytes) => keyFingerprint(bytes) !== fingerprint,
  };
}

/** A key from text: 64 hexadecimal digits, or 32 bytes in base64. Throws `ENCRYPTION_KEY`. */
export function parseEncryptionKey(text: string): Uint8Array {
  const trimmed = text.trim();
  if (/^[0-9a-fA-F]{64}$/.test(trimmed)) return Buffer.from(trimmed, 'hex');
  const bytes = Buffer.from(trimmed, 'base64');
  return checked(bytes);
}

function checked(key: Uint8Array): Uint8Array {
  if (key.length === KEY_BYTES) return key;
  throw new QuenError(
    'ENCRYPTION_KEY',
    `A key for embeddings has 32 bytes, as 64 hexadecimal digits or in base64; this has ${key.length}. 'openssl rand -hex 32' makes one.`,
  );
}

function fingerprintOf(key: Uint8Array): string {
  return createHash('sha256')
    .update('quen key fingerprint')
    .update(key)
    .digest('hex')
    .slice(0, 2 * FINGERPRINT_BYTES);
}

function seal(
  embedding: Float32Array,
  { key, fingerprint, face }: { key: Uint8Array; fingerprint: string; face: string },
): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(face));
  const plain = Buffer.from(embedding.buffer, embedding.byteOffset, embedding.byteLength);
  const secret = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([
    Uint8Array.of(VERSION),
    Buffer.from(fingerprint, 'hex'),
    nonce,
    cipher.getAuthTag(),
    secret,
  ]);
}

const HEADER_BYTES = 1 + FINGERPRINT_BYTES + NONCE_BYTES + TAG_BYTES;

function keyFingerprint(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(1, 1 + FINGERPRINT_BYTES)).toString('hex');
}

function open(bytes: Uint8Array, keys: ReadonlyMap<string, Uint8Array>, face: string): Float32Array {
  const fingerprint = keyFingerprint(bytes);
  const key = keys.get(fingerprint);
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION || key === undefined)
    throw new QuenError(
      'ENCRYPTION_KEY',
      `An embedding was written with the key ${fingerprint}, which was not given.`,
    );
  const nonceAt = 1 + FINGERPRINT_BYTES;
  const nonce = bytes.subarray(nonceAt, nonceAt + NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce)
    .setAAD(Buffer.from(face))
    .setAuthTag(bytes.subarray(nonceAt + NONCE_BYTES, HEADER_BYTES));
  try {
    const plain = Buffer.concat([decipher.update(bytes.subarray(HEADER_BYTES)), decipher.final()]);
    // A copy of its own: pieces of Node's buffer pool lie at any offset.
    return new Float32Array(Uint8Array.from(plain).buffer);
  } catch (cause) {
    throw new QuenError('ENCRYPTION_KEY', `The embedding of ${face} was changed since it was written.`, {
      cause,
    });
  }
}
