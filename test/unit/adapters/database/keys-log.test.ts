import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { accessLog } from '../../../../src/adapters/database/stores/access-log.ts';
import { keyStore } from '../../../../src/adapters/database/stores/keys.ts';
import { onBothDatabases } from '../../../support/databases.ts';

const id = (kind: string): string => `${kind}_${randomUUID().replaceAll('-', '')}`;

onBothDatabases((database) => {
  test('a key comes back with its hash, and revoking keeps the first time', async () => {
    const keys = keyStore(database());
    const made = {
      id: id('key'),
      name: 'door',
      scopes: ['identify', 'enrol'],
      createdAt: new Date(5),
    } as const;
    await keys.addKey(made, Uint8Array.of(1, 2, 3));
    await keys.revokeKey(made.id, new Date(10));
    await keys.revokeKey(made.id, new Date(20));
    const found = (await keys.keys()).find((kept) => kept.key.id === made.id);
    expect(found).toEqual({ key: { ...made, revokedAt: new Date(10) }, hash: Uint8Array.of(1, 2, 3) });
    await expect(keys.revokeKey('key_none', new Date())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('the log is read newest first, in parts, and by person', async () => {
    const log = accessLog(database());
    const personId = id('per');
    await log.record(
      [1, 2, 3].map((n) => ({ at: new Date(n), action: `act-${n}`, ...(n !== 2 && { personId }) })),
    );
    const first = await log.read({ limit: 1, personId });
    const second = await log.read({
      limit: 1,
      personId,
      ...(first.next !== undefined && { after: first.next }),
    });
    expect([first, second].map(({ items }) => items[0]?.action)).toEqual(['act-3', 'act-1']);
    expect(second.next).toBeUndefined();
  });
});
