import { describe, expect, it } from 'vitest';
import { QuenError } from '../../../../../src/core/errors.ts';
import { extractPhotos } from '../../../../../src/pipeline/extract-photos.ts';
import { distributeMeasures } from '../../../../../src/pipeline/jobs/submit/distribute-measures.ts';
import { measureFaces } from '../../../../../src/pipeline/measure-faces.ts';
import { madeExtractionPorts, madeMeasuring, madePhotos } from '../../../../support/made-extraction-ports.ts';
import { distributionPorts, readyWith, startWorker } from '../../../../support/made-worker.ts';
import { memoryQueue } from '../../../../support/memory-queue.ts';
import { memoryStore } from '../../../../support/memory-store.ts';

const NAMES = ['a', 'b', 'empty', 'bad', 'c', 'd', 'e'];
const STAMP = { decides: 'measures', networks: [] };

/** A submitter that has found the faces of these photos, and a worker that measures. @param onRead called as the worker reads */
async function site(names: readonly string[], onRead?: Parameters<typeof madeExtractionPorts>[0]) {
  const extraction = madeExtractionPorts();
  const { photos } = await extractPhotos(madePhotos(names), extraction);
  extraction.reads.length = 0;
  const far = madeExtractionPorts(onRead);
  const [queue, store] = [memoryQueue(), memoryStore()];
  startWorker(queue, store, { prepare: async () => readyWith(far, { kind: 'measures' }) });
  const { ports } = distributionPorts(queue, store, { stamp: STAMP });
  const measuring = madeMeasuring(extraction);
  const distribute = () => distributeMeasures({ photos, measuring, extraction }, ports, {});
  return { photos, extraction, far, queue, measuring, distribute };
}

describe('distributeMeasures', () => {
  it('gives what one process measures, though the submitter reads no photo', async () => {
    const { photos, extraction, far, distribute } = await site(NAMES);
    const found = await measureFaces(photos, await distribute());
    expect(extraction.reads).toEqual([]);
    // Photos without a face, or that gave nothing, are nobody's work.
    expect(far.reads.sort()).toEqual(['a', 'b', 'c', 'd', 'e'].map((name) => `/photos/${name}`));
    expect(far.extractedCount()).toBe(0);
    expect(found).toEqual(await measureFaces(photos, madeMeasuring(madeExtractionPorts())));
    expect(found.map(({ kind }) => kind)).toContain('measured');
  });

  it('submits nothing where all measures are kept', async () => {
    const { photos, queue, measuring, distribute } = await site(NAMES);
    await measureFaces(photos, measuring);
    expect(await distribute()).toBe(measuring);
    expect(queue.endings).toEqual([]);
  });

  it('measures itself what no worker could', async () => {
    const { photos, extraction, distribute } = await site(['a', 'b'], ({ name }) => {
      if (name === 'b') throw new QuenError('PHOTO_UNREADABLE', 'not mounted here');
    });
    const found = await measureFaces(photos, await distribute());
    expect(found.map(({ kind }) => kind)).toEqual(['measured', 'measured']);
    expect(extraction.reads).toEqual(['/photos/b']);
  });
});
