import { describe, expect, it } from 'vitest';
import { openQueue } from '../../../../src/toolkit/distributed/open-queue.ts';

describe('openQueue', () => {
  it('refuses an address of another kind of database', async () => {
    await expect(openQueue('mysql://host/name')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('postgres://'),
    });
  });

  it('says that a server does not answer', async () => {
    await expect(openQueue('postgres://nobody@127.0.0.1:9/none')).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
    });
  });
});
