import crypto from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import S3rver from 's3rver';

/** A server that speaks S3, in this process, with a folder of its own. */
export interface TestS3 {
  readonly endpoint: string;
  /** Puts bytes where the server keeps those of an object, behind its back. */
  overwrite(key: string, bytes: Uint8Array | string): void;
  close(): Promise<void>;
}

// s3rver enciphers the marks of its pages with DES, which OpenSSL 3 no longer has; triple DES with one key is the same cipher.
const { createCipheriv, createDecipheriv } = crypto;
const tripled = (key: Uint8Array): Uint8Array => Buffer.concat([key, key, key]);
crypto.createCipheriv = ((name: string, key: Uint8Array, iv: Uint8Array) =>
  name === 'des'
    ? createCipheriv('des-ede3-cbc', tripled(key), iv)
    : createCipheriv(name, key, iv)) as typeof createCipheriv;
crypto.createDecipheriv = ((name: string, key: Uint8Array, iv: Uint8Array) =>
  name === 'des'
    ? createDecipheriv('des-ede3-cbc', tripled(key), iv)
    : createDecipheriv(name, key, iv)) as typeof createDecipheriv;

/** Starts one on a free port, with an empty bucket. */
export async function startS3(bucket: string): Promise<TestS3> {
  const directory = mkdtempSync(join(tmpdir(), 'quen-s3-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  const address = (await server.run()) as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    overwrite: (key, bytes) => {
      const path = join(directory, bucket, key);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}._S3rver_object`, bytes);
      const metadata = `${path}._S3rver_metadata.json`;
      if (!existsSync(metadata)) writeFileSync(metadata, '{}');
    },
    close: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** What a client of s3rver must have in its environment; the credentials are the server's own, known to all. */
export function s3Environment(endpoint: string): Readonly<Record<string, string>> {
  return { AWS_ENDPOINT_URL_S3: endpoint, AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };
}
