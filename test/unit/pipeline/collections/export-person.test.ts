import { expect, it } from 'vitest';
import type { AccessRecord } from '../../../../src/collections/access.ts';
import type { AccessLog, PageRequest } from '../../../../src/collections/ports.ts';
import { exportPerson } from '../../../../src/pipeline/collections/export-person.ts';
import type { ServicePorts } from '../../../../src/pipeline/collections/service-ports.ts';

const RECORDS: readonly (AccessRecord & { id: number })[] = Array.from({ length: 2500 }, (_, place) => ({
  id: 2500 - place,
  at: new Date(place),
  action: 'person.read',
  personId: 'ann',
}));

/** A log that gives no more than it is asked for at a time. */
const log: AccessLog = {
  record: async () => undefined,
  read: async ({ personId, after, limit }: PageRequest & { personId?: string }) => {
    const start = Number(after ?? 0);
    const items = RECORDS.filter((record) => record.personId === personId).slice(start, start + limit);
    const end = start + items.length;
    return { items, ...(end < RECORDS.length && { next: String(end) }) };
  },
};

const ports = {
  store: {
    person: async (id: string) => ({ id, name: 'Ann' }),
    facesOfPerson: async () => [
      { id: 'kept', photoId: 'first' },
      { id: 'not kept', photoId: 'second' },
    ],
    photo: async (id: string) => ({ id }),
  },
  vault: { crop: async (id: string) => (id === 'kept' ? Uint8Array.of(1, 2) : undefined) },
} as unknown as ServicePorts;

it('gathers every face with its photo, crops where they were kept, and the whole log', async () => {
  const exported = await exportPerson({ ports, log }, 'ann');
  expect(exported.person.name).toBe('Ann');
  expect(exported.faces).toEqual([
    { face: { id: 'kept', photoId: 'first' }, photo: { id: 'first' }, crop: Uint8Array.of(1, 2) },
    { face: { id: 'not kept', photoId: 'second' }, photo: { id: 'second' } },
  ]);
  expect(exported.log).toHaveLength(2500);
});
