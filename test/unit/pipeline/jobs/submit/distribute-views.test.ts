import { describe, expect, it, vi } from 'vitest';
import type { FaceInPhoto } from '../../../../../src/core/photo.ts';
import { extractPhotos } from '../../../../../src/pipeline/extract-photos.ts';
import { extractViews } from '../../../../../src/pipeline/extract-views.ts';
import { distributeViews } from '../../../../../src/pipeline/jobs/submit/distribute-views.ts';
import {
  type MadeExtractionPorts,
  madeExtractionPorts,
  madePhotos,
} from '../../../../support/made-extraction-ports.ts';
import { deadlyPorts, distributionPorts, readyWith, startWorker } from '../../../../support/made-worker.ts';
import { memoryQueue } from '../../../../support/memory-queue.ts';
import { memoryStore } from '../../../../support/memory-store.ts';

const SETTINGS = { viewCount: 4, seed: 3 };
const NAMES = Array.from({ length: 14 }, (_, i) => `photo${i}`);

/** A submitter that has found the faces of these photos. */
async function submitter(names: readonly string[]) {
  const own = madeExtractionPorts();
  const { photos } = await extractPhotos(madePhotos(names), own);
  own.reads.length = 0;
  return { own, faces: photos.map(({ photo, sha256 }): FaceInPhoto => ({ photo, sha256, face: 0 })) };
}

const READY_FOR = { kind: 'views', ...SETTINGS } as const;

/** A queue with its store, and a worker that makes views. */
function working(ports: MadeExtractionPorts = madeExtractionPorts()) {
  const [queue, store] = [memoryQueue(), memoryStore()];
  startWorker(queue, store, { prepare: async () => readyWith(ports, READY_FOR) });
  return { queue, ports, distribution: distributionPorts(queue, store).ports };
}

describe('distributeViews', () => {
  it('gives what one process gives, though the submitter reads no photo and runs no network', async () => {
    const { own, faces } = await submitter(NAMES);
    const { distribution, ports: far } = working();
    const ports = await distributeViews({ faces, settings: SETTINGS }, own, distribution, {});
    const run = await extractViews(faces, SETTINGS, ports);
    expect([own.reads, own.passCount()]).toEqual([[], 0]);
    expect(run.cachedCount).toBe(NAMES.length);
    // The worker neither found the faces again nor embedded them otherwise.
    expect([far.extractedCount(), far.passCount()]).toEqual([0, 6 * NAMES.length]);
    const near = await submitter(NAMES);
    expect(run.photos).toEqual((await extractViews(near.faces, SETTINGS, near.own)).photos);
    expect(near.own.passCount()).toBe(6 * NAMES.length);
  });

  it('makes shards smaller, as a photo is more work', async () => {
    const { own, faces } = await submitter(NAMES);
    const { queue, distribution } = working();
    await distributeViews({ faces, settings: SETTINGS }, own, distribution, {});
    // Six photos of two passes are two of six, and no shard has more than one and a half times that.
    expect(queue.endings.length).toBeGreaterThanOrEqual(NAMES.length / 3);
  });

  it('submits nothing where all views are kept, and keeps longer ones where some are not', async () => {
    const { own, faces } = await submitter(NAMES);
    await extractViews(faces.slice(1), { ...SETTINGS, viewCount: 9 }, own);
    const { queue, distribution } = working();
    await distributeViews({ faces: faces.slice(1), settings: SETTINGS }, own, distribution, {});
    expect(queue.endings).toEqual([]);
    await distributeViews({ faces, settings: SETTINGS }, own, distribution, {});
    expect(queue.endings.length).toBeGreaterThan(0);
    const before = own.passCount();
    await extractViews(faces.slice(1), { ...SETTINGS, viewCount: 9 }, own);
    expect(own.passCount()).toBe(before);
  });

  it('makes itself what no worker could', async () => {
    const { own, faces } = await submitter(['a', 'faulty', 'c']);
    const { distribution, ports: far } = working();
    const ports = await distributeViews({ faces, settings: SETTINGS }, own, distribution, {});
    const { photos } = await extractViews(faces, SETTINGS, ports);
    expect(photos.map(({ kind }) => kind)).toEqual(['embedded', 'failed', 'embedded']);
    expect(own.reads).toEqual(['/photos/faulty']);
    expect(far.reads).toContain('/photos/faulty');
  });

  it('takes no photo for the one its face was found in that has changed since', async () => {
    const { own, faces } = await submitter(['a']);
    const [face] = faces as [FaceInPhoto];
    const before = { ...face, sha256: 'f'.repeat(64) };
    own.detections.set(before.sha256, own.detections.get(face.sha256) as Uint8Array);
    const { queue, distribution, ports: far } = working();
    const ports = await distributeViews({ faces: [before], settings: SETTINGS }, own, distribution, {});
    expect([queue.endings.length, far.passCount()]).toEqual([1, 0]);
    const { photos } = await extractViews([before], SETTINGS, ports);
    expect(photos).toMatchObject([{ kind: 'failed', code: 'PHOTO_UNREADABLE' }]);
  });

  it('never touches a photo that ended workers again and again', async () => {
    const { own, faces } = await submitter(['a', 'killer', 'c']);
    const [queue, store] = [memoryQueue(), memoryStore()];
    const deadly = readyWith(deadlyPorts(queue), READY_FOR);
    const { ports: distribution } = distributionPorts(queue, store, { photosPerShard: 100 });
    const run = distributeViews({ faces, settings: SETTINGS }, own, distribution, {});
    for (let deaths = 0; deaths < 3; deaths++) {
      startWorker(queue, store, { prepare: async () => deadly }, 'hangs');
      await vi.waitFor(() => expect(queue.endings.length).toBe(deaths + 1), 3000);
    }
    startWorker(queue, store, { prepare: async () => deadly });
    const ports = await run;
    const { photos } = await extractViews(faces, SETTINGS, ports);
    expect(photos[1]).toMatchObject({ kind: 'failed', code: 'PHOTO_SET_ASIDE' });
    expect(own.reads).toEqual([]);
  });
});
