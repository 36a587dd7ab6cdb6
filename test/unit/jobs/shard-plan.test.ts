import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planShards } from '../../../src/jobs/shard-plan.ts';
import { decodeTask, type TaskPhoto } from '../../../src/jobs/shard-task.ts';

const madeTasks = (count: number, from = 0): TaskPhoto[] =>
  Array.from({ length: count }, (_, i) => ({
    path: `/photos/${from + i}.jpg`,
    name: `${from + i}.jpg`,
    byteCount: 100 + i,
    modifiedMs: 5,
  }));
const OPTIONS = { queue: 'extract-a', photosPerShard: 20 };
const namesOf = async (photos: readonly TaskPhoto[], options = OPTIONS): Promise<string[]> =>
  (await planShards(photos, options)).map(({ name }) => name);

describe('planShards', () => {
  it('has every photo once, in their order, in shards of at most one and a half times the size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 40 }),
        async (count, size) => {
          const photos = madeTasks(count);
          const shards = await planShards(photos, { queue: 'q', photosPerShard: size });
          expect(shards.flatMap((shard) => shard.photos)).toEqual(photos);
          expect(Math.max(0, ...shards.map((shard) => shard.photos.length))).toBeLessThanOrEqual(
            Math.max(1, size * 1.5),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('writes tasks that hold the photos', async () => {
    const photos = madeTasks(50);
    const shards = await planShards(photos, OPTIONS);
    expect(shards.flatMap(({ task, name }) => decodeTask(task, name))).toEqual(photos);
  });

  it('takes a photo that is named twice once', async () => {
    const photos = madeTasks(3);
    const shards = await planShards([...photos, ...photos], OPTIONS);
    expect(shards.flatMap((shard) => shard.photos)).toEqual(photos);
  });

  it('keeps the names of all but a few shards when a photo comes first', async () => {
    const photos = madeTasks(2000);
    const before = new Set(await namesOf(photos));
    const after = await namesOf([...madeTasks(1, 5000), ...photos]);
    expect(after.filter((name) => !before.has(name)).length).toBeLessThanOrEqual(5);
    expect(before.size).toBeGreaterThan(80);
  });

  it('names shards otherwise where a file or the way of working changed', async () => {
    const photos = madeTasks(10);
    const [name] = await namesOf(photos);
    const [changed] = await namesOf(
      photos.map((photo, i) => (i === 4 ? { ...photo, modifiedMs: 6 } : photo)),
    );
    const [otherWay] = await namesOf(photos, { ...OPTIONS, queue: 'extract-b' });
    expect(name).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set([name, changed, otherWay]).size).toBe(3);
  });
});

describe('decodeTask', () => {
  it('refuses what is no task', () => {
    const bytes = new TextEncoder().encode('{"format":"quen-shard-task","version":2,"photos":[]}');
    expect(() => decodeTask(bytes, 'abc')).toThrow(/abc/);
  });
});
