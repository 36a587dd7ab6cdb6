import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepFiles } from '../../../../src/pipeline/collections/sweep-files.ts';
import { onBothDatabases } from '../../../support/databases.ts';
import { type MadeService, madePhoto, madeService } from '../../../support/made-service.ts';
import { type Ask, apiOver, good } from '../../../support/service-client.ts';

const stray = (kind: string): string => `${kind}_${'0'.repeat(32)}`;
const later = (): Date => new Date(Date.now() + 60_000);

onBothDatabases((database) => {
  let service: MadeService;
  let ask: Ask;
  beforeAll(async () => {
    service = madeService(database());
    ask = apiOver(service).ask;
    const { id } = await good(ask, 'POST', '/v1/collections', { json: { name: 'swept' } });
    await good(ask, 'POST', `/v1/collections/${id}/photos?name=Ann`, { body: madePhoto(['Ann']) });
  });
  afterAll(() => service[Symbol.asyncDispose]());

  test('files that the store does not know go, and those it knows stay', async () => {
    const before = service.keptFiles();
    await service.ports.vault.keepPhoto(stray('pho'), Uint8Array.of(1));
    await service.ports.vault.keepCrop(stray('fac'), Uint8Array.of(1));
    expect(await sweepFiles(service.ports, later())).toBe(2);
    expect(service.keptFiles()).toEqual(before);
    expect(await sweepFiles(service.ports, later())).toBe(0);
  });

  test('files written since the time stay, for they may be about to be stored', async () => {
    await service.ports.vault.keepPhoto(stray('pho'), Uint8Array.of(1));
    expect(await sweepFiles(service.ports, new Date(Date.now() - 60_000))).toBe(0);
    expect(service.keptFiles()).toContain(stray('pho'));
    await sweepFiles(service.ports, later());
  });

  test('what a killed process had half written goes too', async () => {
    const before = service.keptFiles();
    await service.ports.vault.keepPhoto(stray('pho'), Uint8Array.of(1));
    const { data } = service.options;
    writeFileSync(join(data, 'kept/photos/00', `${stray('pho')}.quen-1-00000000.part`), 'half');
    await sweepFiles(service.ports, later());
    expect(service.keptFiles()).toEqual(before);
  });

  test('a photo whose row says it is kept no longer goes', async () => {
    await database().query("update photos set kept = 'none'");
    const count = service.keptFiles().length;
    expect(await sweepFiles(service.ports, later())).toBe(1);
    expect(service.keptFiles()).toHaveLength(count - 1);
  });
});
