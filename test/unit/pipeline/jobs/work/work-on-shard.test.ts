import { describe, expect, it } from 'vitest';
import { QuenError } from '../../../../../src/core/errors.ts';
import type { TaskPhoto } from '../../../../../src/jobs/shard-task.ts';
import { NO_NOTES, type ShardNotes } from '../../../../../src/jobs/suspects.ts';
import { extractPhotos } from '../../../../../src/pipeline/extract-photos.ts';
import { workOnShard } from '../../../../../src/pipeline/jobs/work/work-on-shard.ts';
import { madeExtractionPorts, madeMeasuring, madePhotos } from '../../../../support/made-extraction-ports.ts';

function tasksOf(names: readonly string[]): TaskPhoto[] {
  return madePhotos(names).map((photo) => ({ ...photo, byteCount: photo.name.length, modifiedMs: 1 }));
}

function work(names: readonly string[], change: Partial<Parameters<typeof workOnShard>[0]> = {}) {
  const noted: ShardNotes[] = [];
  const ports = madeExtractionPorts();
  const done = workOnShard({
    photos: tasksOf(names),
    ports,
    measuring: madeMeasuring(ports),
    roots: [],
    isThere: async (path) => !path.includes('lost'),
    notes: NO_NOTES,
    note: async (notes) => void noted.push(notes),
    onPhoto: () => undefined,
    signal: new AbortController().signal,
    ...change,
  });
  return { done, noted, ports };
}

describe('workOnShard', () => {
  it('gives a record a photo, in their order, as extraction keeps them', async () => {
    const names = ['a', 'empty', 'bad', 'd'];
    const records = await work(names).done;
    const local = madeExtractionPorts();
    const { photos } = await extractPhotos(madePhotos(names), local);
    expect(records.map(({ photo, sha256 }) => [photo, sha256])).toEqual(
      photos.map(({ photo, sha256 }) => [photo.name, sha256]),
    );
    expect(records[2]).toMatchObject({ kind: 'failed', code: 'PHOTO_UNREADABLE' });
    const [first, second] = records;
    expect(first).toMatchObject({ detection: local.detections.get(first?.sha256 ?? '') });
    expect(first).toMatchObject({ embeddings: [local.embeddings[0]?.get(first?.sha256 ?? '')] });
    expect(second).toMatchObject({ kind: 'extracted', embeddings: [undefined] });
  });

  it('notes what is in work before it reads it', async () => {
    const order: string[] = [];
    const ports = madeExtractionPorts(({ name }) => order.push(`read ${name}`));
    const note = async ({ inWork }: ShardNotes) => void order.push(`note ${inWork?.from}-${inWork?.to}`);
    await work(['a', 'b'], { ports, note }).done;
    expect(order[0]).toBe('note 0-2');
    expect(order.filter((line) => line.startsWith('note'))).toHaveLength(1);
  });

  it('works on suspects first, each by itself and noted by itself', async () => {
    const notes = { suspects: [2, 1], deaths: [] };
    const { done, noted, ports } = work(['a', 'b', 'c', 'd'], { notes });
    const records = await done;
    expect(records.map(({ kind }) => kind)).toEqual(Array(4).fill('extracted'));
    expect(ports.reads.slice(0, 2)).toEqual(['/photos/c', '/photos/b']);
    expect(noted).toEqual([
      { suspects: [2, 1], deaths: [], alone: 2 },
      { suspects: [1], deaths: [], alone: 1 },
      { suspects: [], deaths: [], inWork: { from: 0, to: 4 } },
    ]);
  });

  it('never touches a photo that has ended workers again and again, and says why it failed', async () => {
    const notes = { suspects: [1], deaths: [{ photo: 1, count: 2 }] };
    const { done, ports } = work(['a', 'b', 'c'], { notes });
    const records = await done;
    expect(ports.reads).not.toContain('/photos/b');
    expect(records[1]).toMatchObject({ kind: 'failed', code: 'PHOTO_SET_ASIDE', sha256: '' });
    expect(records[1]).toMatchObject({ reason: expect.stringContaining('each of the 3 times') });
  });

  it('takes a file of another size for none', async () => {
    const photos = tasksOf(['a', 'b']).map((photo, i) => (i === 0 ? { ...photo, byteCount: 9 } : photo));
    const [first, second] = await work([], { photos }).done;
    expect(first).toMatchObject({ kind: 'failed', code: 'PHOTO_UNREADABLE' });
    expect(first).toMatchObject({ reason: expect.stringMatching(/has 1 bytes here, and had 9/) });
    expect(second?.kind).toBe('extracted');
  });

  it('reads photos where this machine has them', async () => {
    const { done, ports } = work(['a'], { roots: [{ from: '/photos', to: '/mnt' }] });
    await done;
    expect(ports.reads).toEqual(['/mnt/a']);
  });

  it('refuses a shard of which it can read nothing, and not one of which it can read something', async () => {
    await expect(work(['lost1', 'lost2']).done).rejects.toMatchObject({ code: 'PHOTOS_UNREACHABLE' });
    await expect(work(['lost1', 'a']).done).resolves.toHaveLength(2);
  });

  it('takes a shard of photos that are there and cannot be read for bad photos', async () => {
    const { done } = work(['lost1', 'lost2'], { isThere: async () => true });
    expect((await done).map(({ kind }) => kind)).toEqual(['failed', 'failed']);
  });

  it('goes on where notes cannot be written because the database is away', async () => {
    const note = async () => {
      throw new QuenError('DATABASE_UNREACHABLE', 'away');
    };
    await expect(work(['a', 'b'], { note }).done).resolves.toHaveLength(2);
  });

  it('fails as a whole where the network fails on every photo', async () => {
    await expect(work(['faulty1', 'faulty2']).done).rejects.toMatchObject({ code: 'NETWORK_UNRUNNABLE' });
  });

  it('stops between photos when its lease is lost', async () => {
    const stop = new AbortController();
    const onPhoto = (): void => stop.abort();
    const names = Array.from({ length: 20 }, (_, i) => `p${i}`);
    const { done, ports } = work(names, { signal: stop.signal, onPhoto });
    await expect(done).rejects.toMatchObject({ code: 'ABORTED' });
    expect(ports.extractedCount()).toBeLessThan(20);
  });
});
