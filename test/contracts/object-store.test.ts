import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { openObjectStore } from '../../src/adapters/object-store/open-object-store.ts';
import { s3Environment, startS3, type TestS3 } from '../support/s3-server.ts';
import { describeObjectStore } from './object-store.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'quen-store-'));
describeObjectStore('in a folder', () => openObjectStore(join(folder, 'new', 'store')), {
  start: async () => undefined,
  stop: async () => rmSync(folder, { recursive: true }),
});

let s3: TestS3;
describeObjectStore('in a bucket', () => openObjectStore('s3://faces/some/prefix/'), {
  start: async () => {
    s3 = await startS3('faces');
    for (const [name, value] of Object.entries(s3Environment(s3.endpoint))) vi.stubEnv(name, value);
  },
  stop: async () => {
    vi.unstubAllEnvs();
    await s3.close();
  },
});
